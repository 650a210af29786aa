import { ResetPassword } from '@tydo/schemas/account';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { unwrap } from '../lib/auth-call.ts';
import { authClient } from '../lib/auth-client.ts';
import { buttonClass } from '../ui/button.tsx';
import { CenteredScreen } from '../ui/centered-screen.tsx';
import { AccountForm } from './account-form.tsx';
import { NewPasswordField } from './new-password-field.tsx';
import { useAccountForm } from './use-account-form.ts';

/** The mailed link leads here. `onReset`: the password has been changed and all sessions have ended. */
export function ResetPasswordScreen({ onReset }: { onReset: () => void }) {
  const [{ token, error }] = useState(readParams);
  // Removes the token from the address bar and the history.
  useEffect(() => history.replaceState(null, '', location.pathname), []);
  if (token === null) return <InvalidLink wasRejected={error !== null} />;
  return <ResetForm token={token} onReset={onReset} />;
}

function readParams() {
  const search = new URLSearchParams(location.search);
  return { token: search.get('token'), error: search.get('error') };
}

function ResetForm({ token, onReset }: { token: string; onReset: () => void }) {
  const [isInvalid, setInvalid] = useState(false);
  const form = useAccountForm({
    fields: ['newPassword'],
    schema: ResetPassword,
    send: (input) => unwrap(authClient.resetPassword({ ...input, token })),
    onDone: onReset,
    onError: ({ code }) => setInvalid(code === 'INVALID_TOKEN'),
  });
  if (isInvalid) return <InvalidLink wasRejected />;
  return (
    <CenteredScreen
      title="Choose a new password"
      intro="It signs you out on all devices. Sign in with the new password afterwards."
    >
      <AccountForm form={form} submitLabel="Change password">
        <NewPasswordField error={form.errors.newPassword} />
      </AccountForm>
    </CenteredScreen>
  );
}

/** The link has expired or was used before, or the page was opened without one. */
function InvalidLink({ wasRejected }: { wasRejected: boolean }) {
  return (
    <CenteredScreen
      title={wasRejected ? 'This link no longer works' : 'Open the link in your email'}
      intro={
        wasRejected
          ? 'A link works once, within an hour.'
          : 'It leads to this page, where you choose a new password.'
      }
    >
      <Link href="/forgot-password" className={buttonClass('primary')}>
        Get a new link
      </Link>
    </CenteredScreen>
  );
}
