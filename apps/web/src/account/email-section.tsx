import { ChangeEmail } from '@tydo/schemas/account';
import { useState } from 'react';
import { authClient } from '../lib/auth-client.ts';
import { isolate } from '../lib/isolate.ts';
import { Notice } from '../ui/notice.tsx';
import { Sentence } from '../ui/sentence.tsx';
import { PasswordField } from '../ui/text-field.tsx';
import { useToasts } from '../ui/toasts.ts';
import { AccountForm } from './account-form.tsx';
import { AccountSection } from './account-section.tsx';
import { EmailField } from './email-field.tsx';
import { type CallOptions, useAccountCall } from './use-account-call.ts';
import { useAccountForm } from './use-account-form.ts';
import { Username } from './username.tsx';
import { verifiedPage } from './verified-page.ts';

/** Changes the email: at once, or, where the server sends mail, when the mailed link is opened. */
export function EmailSection({ email }: { email: string }) {
  const toasts = useToasts();
  const [mailedTo, setMailedTo] = useState<string>();
  const form = useAccountForm({
    fields: ['newEmail', 'password'],
    schema: ChangeEmail,
    send: useAccountCall(changeEmail),
    onDone: (address, { newEmail }) => {
      form.props.ref.current?.reset();
      const isChanged = address === newEmail.toLowerCase();
      setMailedTo(isChanged ? undefined : newEmail);
      if (isChanged) toasts.show({ message: 'Your email has been changed.' });
      else toasts.announce(linkSent(newEmail));
    },
  });
  return (
    <AccountSection title="Email" hint={<Sentence text={`You sign in with ${isolate(email)}.`} />}>
      <AccountForm form={form} submitLabel="Change email" kind="quiet">
        <Username email={email} />
        <EmailField name="newEmail" label="New email" error={form.errors.newEmail} />
        <PasswordField
          label="Confirm with your password"
          name="password"
          autoComplete="current-password"
          error={form.errors.password}
        />
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
  `We sent a link to ${isolate(address)}. Your email changes when you open it.`;

/** Returns the account's address after the call, which Better Auth's response does not contain. */
async function changeEmail(input: { newEmail: string; password: string }, options: CallOptions) {
  const change = { ...input, callbackURL: verifiedPage };
  const { error } = await authClient.changeEmail(change, options);
  if (error) return { data: null, error };
  const session = await authClient.getSession({}, options);
  return { data: session.data?.user.email ?? null, error: session.error };
}
