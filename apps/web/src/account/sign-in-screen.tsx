import { SignIn } from '@tydo/schemas/account';
import { Link } from 'wouter';
import { ask, authClient } from '../lib/auth-client.ts';
import { Notice } from '../ui/notice.tsx';
import { PasswordField } from '../ui/text-field.tsx';
import { AccountForm, EntranceScreen } from './account-form.tsx';
import { EmailField } from './email-field.tsx';
import { useAccountForm } from './use-account-form.ts';
import type { Person } from './use-person.ts';

interface SignInScreenProps {
  /** Why they are here, if they did not ask. */
  notice: string | undefined;
  /** Of the person whose page it was. */
  email: string | undefined;
  onSignedIn: (person: Person) => void;
}

/** Where somebody with an account comes in. */
export function SignInScreen({ notice, email, onSignedIn }: SignInScreenProps) {
  const form = useAccountForm({
    fields: ['email', 'password'],
    schema: SignIn,
    async send(input) {
      const answer = await ask(authClient.signIn.email(input));
      if (answer) onSignedIn(answer.user);
    },
  });
  const footer = (
    <>
      New here?{' '}
      <Link href="/sign-up" className="link">
        Sign up
      </Link>
    </>
  );
  return (
    <EntranceScreen
      title="Sign in"
      intro={!notice && 'Your tasks are kept under your account.'}
      footer={footer}
    >
      {notice && <Notice>{notice}</Notice>}
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
    </EntranceScreen>
  );
}
