// The forms of the section for two-step sign-in.
import {
  ChangeTwoFactor,
  TurnOnTwoFactor,
  TwoFactorCode,
  TwoFactorSetUp,
} from '@tydo/schemas/two-factor';
import { lazy, Suspense } from 'react';
import { optionalLoader } from '../lib/lazy-screen.ts';
import { Button } from '../ui/button.tsx';
import { focusOnMount } from '../ui/focus-on-mount.ts';
import { PasswordField, TextField } from '../ui/text-field.tsx';
import { AccountForm } from './account-form.tsx';
import { CodeField } from './code-field.tsx';
import { useAccountForm } from './use-account-form.ts';
import { useTwoFactorCall } from './use-two-factor.ts';
import { Username } from './username.tsx';

const QrCode = lazy(optionalLoader(() => import('./qr-code.tsx')));

interface FormProps {
  email: string;
  onCancel: () => void;
}

/** Asks for the password, and makes a secret. */
export function StartForm({
  email,
  onCancel,
  onMade,
}: FormProps & { onMade: (made: TwoFactorSetUp) => void }) {
  const enable = useTwoFactorCall('enable');
  const form = useAccountForm({
    fields: ['password'],
    schema: TurnOnTwoFactor,
    send: async (input: { password: string }) => TwoFactorSetUp.parse(await enable(input)),
    onDone: onMade,
  });
  return (
    <AccountForm form={form} submitLabel="Continue" kind="quiet" more={cancel(onCancel)}>
      <Username email={email} />
      <OwnPassword error={form.errors.password} />
    </AccountForm>
  );
}

interface ConfirmFormProps {
  uri: string;
  onCancel: () => void;
  onOn: () => void;
}

/** Shows the secret, and asks for the first code of the app. */
export function ConfirmForm({ uri, onCancel, onOn }: ConfirmFormProps) {
  const form = useAccountForm({
    fields: ['code'],
    schema: TwoFactorCode,
    send: useTwoFactorCall('verify-totp'),
    onDone: onOn,
  });
  return (
    <AccountForm form={form} submitLabel="Turn on" kind="quiet" more={cancel(onCancel)}>
      <p>Scan this with an authenticator app, then enter the code that it shows.</p>
      <Suspense>
        <QrCode text={uri} label="The key as a QR code" />
      </Suspense>
      <TextField
        label="Or enter this key"
        readOnly
        dir="ltr"
        value={new URL(uri).searchParams.get('secret') ?? ''}
        onFocus={({ target }) => target.select()}
      />
      <CodeField error={form.errors.code} ref={focusOnMount} />
    </AccountForm>
  );
}

interface ChangeFormProps extends FormProps {
  path: 'disable' | 'generate-backup-codes';
  submitLabel: string;
  onDone: (answer: unknown) => void;
}

/** Asks for the password and a code. */
export function ChangeForm({ email, path, submitLabel, onCancel, onDone }: ChangeFormProps) {
  const form = useAccountForm({
    fields: ['password', 'code'],
    schema: ChangeTwoFactor,
    send: useTwoFactorCall(path),
    onDone,
  });
  return (
    <AccountForm form={form} submitLabel={submitLabel} kind="quiet" more={cancel(onCancel)}>
      <Username email={email} />
      <OwnPassword error={form.errors.password} />
      <CodeField hint="Of the app, or a recovery code." error={form.errors.code} />
    </AccountForm>
  );
}

const OwnPassword = ({ error }: { error: string | undefined }) => (
  <PasswordField
    label="Your password"
    name="password"
    autoComplete="current-password"
    ref={focusOnMount}
    error={error}
  />
);

const cancel = (onCancel: () => void) => (
  <Button kind="plain" onClick={onCancel}>
    Cancel
  </Button>
);
