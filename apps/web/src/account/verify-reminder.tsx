import { AccountReminder } from '@tydo/schemas/account';
import { useEffect } from 'react';
import { loadAuthClient } from '../lib/auth-call.ts';
import { isolate } from '../lib/isolate.ts';
import { type RequestHeaders, useRequestHeaders } from '../lib/request-headers.ts';
import { createStore, useStore } from '../lib/store.ts';
import type { Person } from '../sync/people.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Sentence } from '../ui/sentence.tsx';
import { useAccountCall } from './use-account-call.ts';
import { useSending } from './use-sending.ts';
import { verifiedPage } from './verified-page.ts';

/** By address: asked once per visit. After "Not now" it does not return in this visit. */
const dueReminders = createStore<ReadonlyMap<string, boolean>>(new Map());
const setDue = (email: string, isDue: boolean) =>
  dueReminders.set((all) => new Map(all).set(email, isDue));

/** Asks people whose address is not confirmed to confirm it. Nothing else depends on it. */
export default function VerifyReminder({ person: { email, emailVerified } }: { person: Person }) {
  const headers = useRequestHeaders();
  const send = useAccountCall(async (address: string, options) =>
    (await loadAuthClient()).sendVerificationEmail(
      { email: address, callbackURL: verifiedPage },
      options,
    ),
  );
  const { sending, start } = useSending(() => send(email));
  const isDue = useStore(dueReminders, (all) => all.get(email));
  useEffect(() => {
    if (emailVerified || dueReminders.get().has(email)) return;
    // Without an answer it is not shown, and asked for again with the next screen.
    isReminderDue(headers).then(
      (due) => setDue(email, due),
      () => undefined,
    );
  }, [email, emailVerified, headers]);
  if (emailVerified || !isDue) return null;

  function close() {
    // Moves the focus before the focused button disappears.
    document.querySelector('h1')?.focus();
    setDue(email, false);
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

/** @throws the error of the call */
async function isReminderDue(headers: RequestHeaders): Promise<boolean> {
  const response = await fetch('/api/account/reminder', { headers });
  const { data } = AccountReminder.safeParse(response.ok ? await response.json() : undefined);
  return data?.verify ?? false;
}
