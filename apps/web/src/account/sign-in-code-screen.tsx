import { TwoFactorCode } from '@tydo/schemas/two-factor';
import { useState } from 'react';
import { unwrap } from '../lib/auth-call.ts';
import { authClient } from '../lib/auth-client.ts';
import type { Person } from '../sync/people.ts';
import { Button } from '../ui/button.tsx';
import { CenteredScreen } from '../ui/centered-screen.tsx';
import { focusOnMount } from '../ui/focus-on-mount.ts';
import { AccountForm } from './account-form.tsx';
import { readAuthError } from './auth-errors.ts';
import { CodeField } from './code-field.tsx';
import { useAccountForm } from './use-account-form.ts';

interface SignInCodeScreenProps {
  onSignedIn: (person: Person) => void;
  /** Shows the password again. */
  onRestart: (why?: string) => void;
}

/** After one of these the password is asked for again. */
const ends = new Set([
  'CODE_ALREADY_USED',
  'INVALID_TWO_FACTOR_COOKIE',
  'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE',
  'INVALID_EMAIL_OR_PASSWORD',
]);

/** The second step of a sign-in. */
export function SignInCodeScreen({ onSignedIn, onRestart }: SignInCodeScreenProps) {
  const [isRecovery, setRecovery] = useState(false);
  const form = useAccountForm({
    fields: ['code'],
    schema: TwoFactorCode,
    async send(body) {
      const path = isRecovery ? 'verify-backup-code' : 'verify-totp';
      const options = { method: 'POST', body } as const;
      const call = authClient.$fetch<{ user: Person }>(`/two-factor/${path}`, options);
      const result = await unwrap(call);
      if (result) onSignedIn(result.user);
    },
    onError(error) {
      if (ends.has(error.code ?? '')) onRestart(Object.values(readAuthError(error, [])).join());
    },
  });
  const other = (
    <Button
      kind="plain"
      onClick={() => {
        form.props.ref.current?.reset();
        setRecovery(!isRecovery);
      }}
    >
      {isRecovery ? 'Use the app' : 'Use a recovery code'}
    </Button>
  );
  return (
    <CenteredScreen
      title="Enter your code"
      intro={isRecovery ? 'Each recovery code works once.' : 'Your authenticator app shows it.'}
      footer={
        <>
          {other}
          <Button kind="plain" onClick={() => onRestart()}>
            Start again
          </Button>
        </>
      }
    >
      <AccountForm form={form} submitLabel="Sign in">
        <CodeField
          key={String(isRecovery)}
          label={isRecovery ? 'Recovery code' : 'Code'}
          isRecovery={isRecovery}
          error={form.errors.code}
          ref={focusOnMount}
        />
      </AccountForm>
    </CenteredScreen>
  );
}
