import { ChangeEmail } from '@tydo/schemas/account';
import { useState } from 'react';
import { authClient } from '../lib/auth-client.ts';
import { isolate } from '../lib/isolate.ts';
import { Notice } from '../ui/notice.tsx';
import { Sentence } from '../ui/sentence.tsx';
import { useToasts } from '../ui/toasts.ts';
import { AccountForm } from './account-form.tsx';
import { AccountSection } from './account-section.tsx';
import { EmailField } from './email-field.tsx';
import { verifiedPage } from './mailed-links.ts';
import { type CallOptions, useAccountCall } from './use-account-call.ts';
import { useAccountForm } from './use-account-form.ts';

/** The address changes at once, or, where the server sends mail, when a link there was opened. */
export function EmailSection({ email }: { email: string }) {
  const toasts = useToasts();
  const [mailedTo, setMailedTo] = useState<string>();
  const form = useAccountForm({
    fields: ['newEmail'],
    schema: ChangeEmail,
    send: useAccountCall(changeEmail),
    onDone: (address, { newEmail }) => {
      form.props.ref.current?.reset();
      const isDone = address === newEmail.toLowerCase();
      setMailedTo(isDone ? undefined : newEmail);
      if (isDone) toasts.show({ message: 'Your email is changed.' });
      else toasts.say(linkSent(newEmail));
    },
  });
  return (
    <AccountSection title="Email" hint={<Sentence text={`You sign in with ${isolate(email)}.`} />}>
      <AccountForm form={form} submitLabel="Change the email" kind="quiet">
        <EmailField name="newEmail" label="New email" error={form.errors.newEmail} />
      </AccountForm>
      {mailedTo !== undefined && (
        <Notice>
          <Sentence text={linkSent(mailedTo)} />
        </Notice>
      )}
    </AccountSection>
  );
}

const linkSent = (address: string) =>
  `We have sent a link to ${isolate(address)}. Your email changes when you open it.`;

/** Gives the address that the account has afterwards: the answer itself does not tell. */
async function changeEmail(input: { newEmail: string }, options: CallOptions) {
  const change = { ...input, callbackURL: verifiedPage };
  const { error } = await authClient.changeEmail(change, options);
  if (error) return { data: null, error };
  const session = await authClient.getSession({}, options);
  return { data: session.data?.user.email ?? null, error: session.error };
}
