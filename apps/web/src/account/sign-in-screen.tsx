import { SignIn } from '@tydo/schemas/account';
import { Link } from 'wouter';
import { ask, authClient } from '../lib/auth-client.ts';
import { Notice } from '../ui/notice.tsx';
import { PasswordField } from '../ui/text-field.tsx';
import { AccountForm, EntranceScreen } from './account-form.tsx';
import { EmailField } from './email-field.tsx';
import { useAccountForm } from './use-account-form.ts';

/** Where somebody with an account comes in; `notice` says why they are here, if they did not ask. */
export function SignInScreen({ notice }: { notice: string | undefined }) {
  const form = useAccountForm({
    fields: ['email', 'password'],
    schema: SignIn,
    send: (input) => ask(authClient.signIn.email(input)),
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
        <EmailField autoComplete="username" error={form.errors.email} />
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
