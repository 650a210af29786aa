import { ForgotPassword } from '@tydo/schemas/account';
import { useState } from 'react';
import { Link } from 'wouter';
import { AccountForm, EntranceScreen } from './account-form.tsx';
import { EmailField } from './email-field.tsx';
import { MailSent } from './mail-sent.tsx';
import { sendReset } from './mailed-links.ts';
import { useAccountForm } from './use-account-form.ts';

/** Where a link is asked for that leads to a new password. `email` is of whoever is signed in. */
export function ForgotPasswordScreen({ email }: { email: string | undefined }) {
  const [askedFor, setAskedFor] = useState<string>();
  if (askedFor === undefined) return <AskForm email={email} onAsked={setAskedFor} />;
  return (
    <MailSent
      sendAgain={() => sendReset(askedFor)}
      another={{ label: 'Try another', onClick: () => setAskedFor(undefined) }}
    >
      {/* The same whether there is one or not: nobody learns here who has an account. */}
      If there is an account for <bdi>{askedFor}</bdi>, a link is on its way. It works for an hour.
    </MailSent>
  );
}

interface AskFormProps {
  email: string | undefined;
  onAsked: (email: string) => void;
}

function AskForm({ email, onAsked }: AskFormProps) {
  const form = useAccountForm({
    fields: ['email'],
    schema: ForgotPassword,
    send: (input) => sendReset(input.email),
    onDone: (_, input) => onAsked(input.email),
  });
  const footer = (
    <Link href="/" className="link">
      Go back
    </Link>
  );
  return (
    <EntranceScreen
      title="Forgot your password?"
      intro="We send you a link under which you choose a new one."
      footer={footer}
    >
      <AccountForm form={form} submitLabel="Send the link">
        <EmailField autoComplete="username" defaultValue={email} error={form.errors.email} />
      </AccountForm>
    </EntranceScreen>
  );
}
