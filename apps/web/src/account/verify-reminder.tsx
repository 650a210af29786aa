import { useQuery, useQueryClient } from '@tanstack/react-query';
import { AccountReminder } from '@tydo/schemas/account';
import { authClient } from '../lib/auth-client.ts';
import { isolate } from '../lib/isolate.ts';
import { type PersonHeaders, usePersonHeaders } from '../lib/person-headers.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Sentence } from '../ui/sentence.tsx';
import { verifiedPage } from './mailed-links.ts';
import { useAccountCall } from './use-account-call.ts';
import type { Person } from './use-person.ts';
import { useSending } from './use-sending.ts';

const queryKey = ['reminder'];

/** Asks who was there before the server sent mail to confirm their address; nothing depends on it. */
export function VerifyReminder({ person: { email, emailVerified } }: { person: Person }) {
  const queryClient = useQueryClient();
  const headers = usePersonHeaders();
  const send = useAccountCall((address: string, options) =>
    authClient.sendVerificationEmail({ email: address, callbackURL: verifiedPage }, options),
  );
  const { sending, start } = useSending(() => send(email));
  const { data: isDue } = useQuery({
    queryKey,
    queryFn: () => isReminderDue(headers),
    enabled: !emailVerified,
    // Once a visit; put off, it stays away as long.
    staleTime: Infinity,
    gcTime: Infinity,
  });
  if (emailVerified || !isDue) return null;

  function close() {
    // Before what has the keyboard goes.
    document.querySelector('h1')?.focus();
    queryClient.setQueryData(queryKey, false);
  }

  const buttons = (
    <div className="-mr-2 ml-auto flex">
      {/* It stays where it is: it has the keyboard. */}
      <Button kind="plain" onClick={start} aria-disabled={sending.state === 'sending'}>
        {sending.state === 'sent' ? 'Send it again' : 'Send the link'}
      </Button>
      <Button kind="plain" onClick={close}>
        {sending.state === 'sent' ? 'Close' : 'Not now'}
      </Button>
    </div>
  );
  return (
    <Notice action={buttons}>
      <Sentence text={words()} />
    </Notice>
  );

  function words(): string {
    if (sending.state === 'sent') return `The link is on its way to ${isolate(email)}.`;
    if (sending.state === 'failed') return sending.reason;
    return `Confirm that ${isolate(email)} is yours: a forgotten password is mailed there.`;
  }
}

/** @throws whatever kept it from being asked: then nobody is reminded. */
async function isReminderDue(headers: PersonHeaders): Promise<boolean> {
  const answer = await fetch('/api/account/reminder', { headers });
  const { data } = AccountReminder.safeParse(answer.ok ? await answer.json() : undefined);
  return data?.verify ?? false;
}
