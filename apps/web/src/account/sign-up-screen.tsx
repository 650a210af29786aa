import { SignUp } from '@tydo/schemas/account';
import { useState } from 'react';
import { Link } from 'wouter';
import { unwrap } from '../lib/auth-call.ts';
import { authClient } from '../lib/auth-client.ts';
import { sessionState } from '../lib/session.ts';
import { useStore } from '../lib/store.ts';
import type { Person } from '../sync/people.ts';
import { CenteredScreen } from '../ui/centered-screen.tsx';
import { TextField } from '../ui/text-field.tsx';
import { AccountForm } from './account-form.tsx';
import { EmailField } from './email-field.tsx';
import { MailSent } from './mail-sent.tsx';
import { sendVerification } from './mailed-links.ts';
import { NewPasswordField } from './new-password-field.tsx';
import { useAccountForm } from './use-account-form.ts';
import { verifiedPage } from './verified-page.ts';

/** Creates an account. */
export function SignUpScreen({ onSignedIn }: { onSignedIn: (person: Person) => void }) {
  const [mailedTo, setMailedTo] = useState<string>();
  const isClosed = useStore(sessionState, ({ isSignUpClosed }) => isSignUpClosed);
  if (isClosed) return <SignUpClosed />;
  if (mailedTo === undefined) {
    return <SignUpForm onMailed={setMailedTo} onSignedIn={onSignedIn} />;
  }
  return (
    <MailSent
      sendAgain={() => sendVerification(mailedTo)}
      another={{ label: 'Sign up again', onClick: () => setMailedTo(undefined) }}
    >
      We sent a link to <bdi>{mailedTo}</bdi>. Open it, then sign in.
    </MailSent>
  );
}

function SignUpClosed() {
  return (
    <CenteredScreen
      title="Sign-up is closed"
      intro="New accounts can’t be created here. Ask the person who runs this server for one."
      footer={toSignIn}
    />
  );
}

const toSignIn = (
  <>
    Have an account?{' '}
    <Link href="/sign-in" className="link">
      Sign in
    </Link>
  </>
);

interface SignUpFormProps {
  /** The account exists, but the person must confirm the address before they can sign in. */
  onMailed: (email: string) => void;
  onSignedIn: (person: Person) => void;
}

function SignUpForm({ onMailed, onSignedIn }: SignUpFormProps) {
  const form = useAccountForm({
    fields: ['name', 'email', 'password'],
    schema: SignUp,
    async send(input) {
      const result = await unwrap(authClient.signUp.email({ ...input, callbackURL: verifiedPage }));
      if (result?.token === null) onMailed(input.email);
      else if (result) onSignedIn(result.user);
    },
  });
  return (
    <CenteredScreen
      title="Sign up"
      intro="Create an account. Only you can see your tasks."
      footer={toSignIn}
    >
      <AccountForm form={form} submitLabel="Sign up">
        <TextField label="Name" name="name" autoComplete="name" error={form.errors.name} />
        <EmailField error={form.errors.email} />
        <NewPasswordField label="Password" name="password" error={form.errors.password} />
      </AccountForm>
    </CenteredScreen>
  );
}
