import { ForgotPassword } from '@tydo/schemas/account';
import { useState } from 'react';
import { Link } from 'wouter';
import { CenteredScreen } from '../ui/centered-screen.tsx';
import { AccountForm } from './account-form.tsx';
import { EmailField } from './email-field.tsx';
import { MailSent } from './mail-sent.tsx';
import { sendReset } from './mailed-links.ts';
import { useAccountForm } from './use-account-form.ts';

/** Requests a mail with a link to choose a new password. `email` is that of the signed-in person, if any. */
export function ForgotPasswordScreen({ email }: { email: string | undefined }) {
  const [sentTo, setSentTo] = useState<string>();
  if (sentTo === undefined) return <RequestForm email={email} onSent={setSentTo} />;
  return (
    <MailSent
      sendAgain={() => sendReset(sentTo)}
      another={{ label: 'Try another one', onClick: () => setSentTo(undefined) }}
    >
      {/* The same text in both cases, so that it does not reveal who has an account. */}
      If <bdi>{sentTo}</bdi> has an account, we sent a link there. It works for an hour.
    </MailSent>
  );
}

interface RequestFormProps {
  email: string | undefined;
  onSent: (email: string) => void;
}

function RequestForm({ email, onSent }: RequestFormProps) {
  const form = useAccountForm({
    fields: ['email'],
    schema: ForgotPassword,
    send: (input) => sendReset(input.email),
    onDone: (_, input) => onSent(input.email),
  });
  const footer = (
    <Link href="/" className="link">
      Go back
    </Link>
  );
  return (
    <CenteredScreen
      title="Forgot your password?"
      intro="Enter your email, and we send you a link to choose a new one."
      footer={footer}
    >
      <AccountForm form={form} submitLabel="Send link">
        <EmailField autoComplete="username" defaultValue={email} error={form.errors.email} />
      </AccountForm>
    </CenteredScreen>
  );
}
