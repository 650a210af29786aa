import { Link } from 'wouter';
import { authClient } from '../lib/auth-client.ts';
import { AccountForm } from './account-form.tsx';
import { checkSignUp } from './credentials.ts';

/** Where somebody new makes an account; they are signed in with it at once. */
export function SignUpScreen() {
  return (
    <AccountForm
      title="Sign up"
      intro="Room for what is on your mind, and for nobody else to see."
      submitLabel="Sign up"
      isNew
      check={checkSignUp}
      send={(input) => authClient.signUp.email(input)}
      footer={
        <>
          Have an account?{' '}
          <Link href="/sign-in" className="link">
            Sign in
          </Link>
        </>
      }
    />
  );
}
