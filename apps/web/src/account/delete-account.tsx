import { DeleteAccount as Schema } from '@tydo/schemas/two-factor';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { authClient } from '../lib/auth-client.ts';
import { Button } from '../ui/button.tsx';
import { focusOnMount } from '../ui/focus-on-mount.ts';
import { PasswordField } from '../ui/text-field.tsx';
import { AccountForm } from './account-form.tsx';
import { AccountSection } from './account-section.tsx';
import { CodeField } from './code-field.tsx';
import { useAccountCall } from './use-account-call.ts';
import { useAccountForm } from './use-account-form.ts';
import { useTwoFactor } from './use-two-factor.ts';
import { Username } from './username.tsx';

interface DeleteAccountProps {
  email: string;
  onDeleted: () => void;
}

/** Deletes the account. It takes two steps and the password, because it can't be undone. */
export function DeleteAccount({ email, onDeleted }: DeleteAccountProps) {
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);

  function close() {
    flushSync(() => setOpen(false));
    opener.current?.focus();
  }

  return (
    <AccountSection
      title="Delete account"
      hint="This deletes your account, all your tasks and their history. It can’t be undone."
    >
      {isOpen ? (
        <DeleteForm email={email} onDeleted={onDeleted} onCancel={close} />
      ) : (
        <div>
          <Button ref={opener} kind="danger" onClick={() => setOpen(true)}>
            Delete account…
          </Button>
        </div>
      )}
    </AccountSection>
  );
}

function DeleteForm({ email, onDeleted, onCancel }: DeleteAccountProps & { onCancel: () => void }) {
  const { isOn } = useTwoFactor();
  const form = useAccountForm({
    fields: ['password', 'code'],
    schema: Schema,
    send: useAccountCall((input: { password: string; code?: string | undefined }, options) =>
      authClient.deleteUser(input, options),
    ),
    onDone: onDeleted,
  });
  const cancel = (
    <Button kind="quiet" onClick={onCancel}>
      Cancel
    </Button>
  );
  return (
    <AccountForm form={form} submitLabel="Delete account" kind="danger" more={cancel}>
      <Username email={email} />
      <PasswordField
        label="Your password"
        name="password"
        autoComplete="current-password"
        ref={focusOnMount}
        error={form.errors.password}
      />
      {(isOn === true || form.errors.code !== undefined) && <CodeField error={form.errors.code} />}
    </AccountForm>
  );
}
