import { SignUp } from '@tydo/schemas/account';
import { useState } from 'react';
import { Link } from 'wouter';
import { ask, authClient } from '../lib/auth-client.ts';
import { PasswordField, TextField } from '../ui/text-field.tsx';
import { AccountForm, EntranceScreen } from './account-form.tsx';
import { EmailField } from './email-field.tsx';
import { MailSent } from './mail-sent.tsx';
import { sendVerification, verifiedPage } from './mailed-links.ts';
import { useAccountForm } from './use-account-form.ts';
import type { Person } from './use-person.ts';

/** Where somebody new makes an account. */
export function SignUpScreen({ onSignedIn }: { onSignedIn: (person: Person) => void }) {
  const [mailedTo, setMailedTo] = useState<string>();
  if (mailedTo === undefined) {
    return <SignUpForm onMailed={setMailedTo} onSignedIn={onSignedIn} />;
  }
  return (
    <MailSent
      sendAgain={() => sendVerification(mailedTo)}
      another={{ label: 'Sign up again', onClick: () => setMailedTo(undefined) }}
    >
      We have sent a link to <bdi>{mailedTo}</bdi>. Open it, then sign in.
    </MailSent>
  );
}

interface SignUpFormProps {
  /** They are signed in when they have shown that the address is theirs. */
  onMailed: (email: string) => void;
  onSignedIn: (person: Person) => void;
}

function SignUpForm({ onMailed, onSignedIn }: SignUpFormProps) {
  const form = useAccountForm({
    fields: ['name', 'email', 'password'],
    schema: SignUp,
    async send(input) {
      const answer = await ask(authClient.signUp.email({ ...input, callbackURL: verifiedPage }));
      if (answer?.token === null) onMailed(input.email);
      else if (answer) onSignedIn(answer.user);
    },
  });
  const footer = (
    <>
      Have an account?{' '}
      <Link href="/sign-in" className="link">
        Sign in
      </Link>
    </>
  );
  return (
    <EntranceScreen
      title="Sign up"
      intro="Room for what is on your mind, and for nobody else to see."
      footer={footer}
    >
      <AccountForm form={form} submitLabel="Sign up">
        <TextField label="Name" name="name" autoComplete="name" error={form.errors.name} />
        <EmailField error={form.errors.email} />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="new-password"
          error={form.errors.password}
        />
      </AccountForm>
    </EntranceScreen>
  );
}
