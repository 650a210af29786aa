import { DeleteAccount as Schema } from '@tydo/schemas/account';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { authClient } from '../lib/auth-client.ts';
import { Button } from '../ui/button.tsx';
import { focusOnArrival } from '../ui/focus-on-arrival.ts';
import { PasswordField } from '../ui/text-field.tsx';
import { AccountForm } from './account-form.tsx';
import { AccountSection } from './account-section.tsx';
import { useAccountCall } from './use-account-call.ts';
import { useAccountForm } from './use-account-form.ts';
import { Username } from './username.tsx';

interface DeleteAccountProps {
  email: string;
  onDeleted: () => void;
}

/** The way out. It takes two steps and the password: there is no way back. */
export function DeleteAccount({ email, onDeleted }: DeleteAccountProps) {
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);

  function close() {
    flushSync(() => setOpen(false));
    opener.current?.focus();
  }

  return (
    <AccountSection
      title="Delete your account"
      hint="Your account, all your tasks and their history go, for good. Nobody can bring them back."
    >
      {isOpen ? (
        <DeleteForm email={email} onDeleted={onDeleted} onKept={close} />
      ) : (
        <div>
          <Button ref={opener} kind="danger" onClick={() => setOpen(true)}>
            Delete your account…
          </Button>
        </div>
      )}
    </AccountSection>
  );
}

function DeleteForm({ email, onDeleted, onKept }: DeleteAccountProps & { onKept: () => void }) {
  const form = useAccountForm({
    fields: ['password'],
    schema: Schema,
    send: useAccountCall((input: { password: string }, options) =>
      authClient.deleteUser(input, options),
    ),
    onDone: onDeleted,
  });
  const keep = (
    <Button kind="quiet" onClick={onKept}>
      Keep it
    </Button>
  );
  return (
    <AccountForm form={form} submitLabel="Delete everything" kind="danger" more={keep}>
      <Username email={email} />
      <PasswordField
        label="Your password"
        name="password"
        autoComplete="current-password"
        ref={focusOnArrival}
        error={form.errors.password}
      />
    </AccountForm>
  );
}
