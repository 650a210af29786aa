import { Link } from 'wouter';
import { authClient } from '../lib/auth-client.ts';
import { AccountForm } from './account-form.tsx';
import { checkSignIn } from './credentials.ts';

/** Where somebody with an account comes in; `notice` says why they are here, if they did not ask. */
export function SignInScreen({ notice }: { notice: string | undefined }) {
  return (
    <AccountForm
      title="Sign in"
      intro="Your tasks are kept under your account."
      submitLabel="Sign in"
      isNew={false}
      notice={notice}
      check={checkSignIn}
      send={({ email, password }) => authClient.signIn.email({ email, password })}
      footer={
        <>
          New here?{' '}
          <Link href="/sign-up" className="link">
            Sign up
          </Link>
        </>
      }
    />
  );
}
