import { SignIn } from '@tydo/schemas/account';
import { recordOf } from '@tydo/schemas/record';
import { useState } from 'react';
import { Link } from 'wouter';
import { unwrap } from '../lib/auth-call.ts';
import { authClient } from '../lib/auth-client.ts';
import { sessionState } from '../lib/session.ts';
import { useStore } from '../lib/store.ts';
import type { Person } from '../sync/people.ts';
import { CenteredScreen } from '../ui/centered-screen.tsx';
import { Notice } from '../ui/notice.tsx';
import { PasswordField } from '../ui/text-field.tsx';
import { AccountForm } from './account-form.tsx';
import { EmailField } from './email-field.tsx';
import { SignInCodeScreen } from './sign-in-code-screen.tsx';
import { useAccountForm } from './use-account-form.ts';

interface SignInScreenProps {
  /** Why the person has to sign in, where they may not expect it. */
  notice: string | undefined;
  /** The email of the person whose session has ended. */
  email: string | undefined;
  onSignedIn: (person: Person) => void;
}

/** Signs in a person who has an account. */
export function SignInScreen({ notice, email, onSignedIn }: SignInScreenProps) {
  /** Whether the password was right, and a code is asked for. */
  const [isWaiting, setWaiting] = useState(false);
  const [problem, setProblem] = useState<string>();
  const form = useAccountForm({
    fields: ['email', 'password'],
    schema: SignIn,
    async send(input) {
      setProblem(undefined);
      const result = await unwrap(authClient.signIn.email(input));
      if (recordOf(result)['twoFactorRedirect'] === true) setWaiting(true);
      else if (result) onSignedIn(result.user);
    },
    // With a code, the form is shown again after a failure.
    onDone: () => undefined,
  });
  const isSignUpClosed = useStore(sessionState, (state) => state.isSignUpClosed);
  const footer = !isSignUpClosed && (
    <>
      New here?{' '}
      <Link href="/sign-up" className="link">
        Sign up
      </Link>
    </>
  );
  if (isWaiting) {
    const restart = (why?: string) => {
      setProblem(why);
      setWaiting(false);
    };
    return <SignInCodeScreen onSignedIn={onSignedIn} onRestart={restart} />;
  }
  return (
    <CenteredScreen title="Sign in" intro={!notice && 'Sign in to see your tasks.'} footer={footer}>
      {notice && <Notice>{notice}</Notice>}
      {problem !== undefined && <Notice tone="danger">{problem}</Notice>}
      <AccountForm form={form} submitLabel="Sign in">
        <EmailField autoComplete="username" defaultValue={email} error={form.errors.email} />
        <div className="grid grid-cols-1 gap-1">
          <PasswordField
            label="Password"
            name="password"
            autoComplete="current-password"
            error={form.errors.password}
          />
          <Link href="/forgot-password" className="link justify-self-end py-1 text-sm">
            Forgot your password?
          </Link>
        </div>
      </AccountForm>
    </CenteredScreen>
  );
}
