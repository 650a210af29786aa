import { ResetPassword } from '@tydo/schemas/account';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { ask, authClient } from '../lib/auth-client.ts';
import { buttonLook } from '../ui/button.tsx';
import { PasswordField } from '../ui/text-field.tsx';
import { AccountForm, EntranceScreen } from './account-form.tsx';
import { useAccountForm } from './use-account-form.ts';

/** Where the mailed link leads. `onReset`: the password is changed, and every session has ended. */
export function ResetPasswordScreen({ onReset }: { onReset: () => void }) {
  const [{ token, error }] = useState(readAddress);
  // Whoever looks at the screen or the history later must not find it.
  useEffect(() => history.replaceState(null, '', location.pathname), []);
  if (token === null) return <NoToken wasRefused={error !== null} />;
  return <ResetForm token={token} onReset={onReset} />;
}

function readAddress() {
  const search = new URLSearchParams(location.search);
  return { token: search.get('token'), error: search.get('error') };
}

function ResetForm({ token, onReset }: { token: string; onReset: () => void }) {
  const [isUsedUp, setUsedUp] = useState(false);
  const form = useAccountForm({
    fields: ['newPassword'],
    schema: ResetPassword,
    send: (input) => ask(authClient.resetPassword({ ...input, token })),
    onDone: onReset,
    onRefused: ({ code }) => setUsedUp(code === 'INVALID_TOKEN'),
  });
  if (isUsedUp) return <NoToken wasRefused />;
  return (
    <EntranceScreen
      title="Choose a new password"
      intro="You are signed out everywhere, and sign in with the new one."
    >
      <AccountForm form={form} submitLabel="Change the password">
        <PasswordField
          label="New password"
          name="newPassword"
          autoComplete="new-password"
          error={form.errors.newPassword}
        />
      </AccountForm>
    </EntranceScreen>
  );
}

/** The link was opened too late or twice, or this page without one. */
function NoToken({ wasRefused }: { wasRefused: boolean }) {
  return (
    <EntranceScreen
      title={wasRefused ? 'This link has been used or is too old' : 'Open the link in your mail'}
      intro={wasRefused ? 'A link works once, for an hour.' : 'It leads here, to a new password.'}
    >
      <Link href="/forgot-password" className={buttonLook('primary')}>
        Ask for a new link
      </Link>
    </EntranceScreen>
  );
}
