import { useQuery, useQueryClient } from '@tanstack/react-query';
import { AccountReminder } from '@tydo/schemas/account';
import { authClient } from '../lib/auth-client.ts';
import { isolate } from '../lib/isolate.ts';
import { type RequestHeaders, useRequestHeaders } from '../lib/request-headers.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Sentence } from '../ui/sentence.tsx';
import { verifiedPage } from './mailed-links.ts';
import { useAccountCall } from './use-account-call.ts';
import type { Person } from './use-auth.ts';
import { useSending } from './use-sending.ts';

const queryKey = ['reminder'];

/** Asks people whose address is not confirmed to confirm it. Nothing else depends on it. */
export function VerifyReminder({ person: { email, emailVerified } }: { person: Person }) {
  const queryClient = useQueryClient();
  const headers = useRequestHeaders();
  const send = useAccountCall((address: string, options) =>
    authClient.sendVerificationEmail({ email: address, callbackURL: verifiedPage }, options),
  );
  const { sending, start } = useSending(() => send(email));
  const { data: isDue } = useQuery({
    queryKey,
    queryFn: () => isReminderDue(headers),
    enabled: !emailVerified,
    // Asked once per visit; after "Not now" it does not return in this visit.
    staleTime: Infinity,
    gcTime: Infinity,
  });
  if (emailVerified || !isDue) return null;

  function close() {
    // Moves the focus before the focused button disappears.
    document.querySelector('h1')?.focus();
    queryClient.setQueryData(queryKey, false);
  }

  const buttons = (
    <div className="-mr-2 ml-auto flex">
      {/* One button with two labels, so that it keeps the focus. */}
      <Button kind="plain" onClick={start} aria-disabled={sending.state === 'sending'}>
        {sending.state === 'sent' ? 'Send again' : 'Send link'}
      </Button>
      <Button kind="plain" onClick={close}>
        {sending.state === 'sent' ? 'Close' : 'Not now'}
      </Button>
    </div>
  );
  return (
    <Notice action={buttons}>
      <Sentence text={message()} />
    </Notice>
  );

  function message(): string {
    if (sending.state === 'sent') return `We sent a link to ${isolate(email)}.`;
    if (sending.state === 'failed') return sending.reason;
    return `Confirm your email ${isolate(email)}, so that you can reset a forgotten password.`;
  }
}

/** @throws the error of the call; the reminder is then not shown. */
async function isReminderDue(headers: RequestHeaders): Promise<boolean> {
  const response = await fetch('/api/account/reminder', { headers });
  const { data } = AccountReminder.safeParse(response.ok ? await response.json() : undefined);
  return data?.verify ?? false;
}
