import { useQueryClient } from '@tanstack/react-query';
import { ChangePassword } from '@tydo/schemas/account';
import { Link } from 'wouter';
import { authClient } from '../lib/auth-client.ts';
import { PasswordField } from '../ui/text-field.tsx';
import { useToasts } from '../ui/toasts.ts';
import { AccountForm } from './account-form.tsx';
import { AccountSection } from './account-section.tsx';
import { NewPasswordField } from './new-password-field.tsx';
import { TokensAfterChange } from './tokens-after-change.tsx';
import { useAccountCall } from './use-account-call.ts';
import { useAccountForm } from './use-account-form.ts';
import { sessionsKey } from './use-sessions.ts';
import { Username } from './username.tsx';

interface Passwords {
  currentPassword: string;
  newPassword: string;
}

export function PasswordSection({ email }: { email: string }) {
  const toasts = useToasts();
  const queryClient = useQueryClient();
  const form = useAccountForm({
    fields: ['currentPassword', 'newPassword'],
    schema: ChangePassword,
    send: useAccountCall((input: Passwords, options) =>
      authClient.changePassword({ ...input, revokeOtherSessions: true }, options),
    ),
    onDone() {
      form.props.ref.current?.reset();
      toasts.show({
        message: 'Your password has been changed. You are signed out on all other devices.',
      });
      void queryClient.invalidateQueries({ queryKey: sessionsKey });
    },
  });
  const hint = (
    <>
      Changing it signs you out on all other devices.{' '}
      <Link href="/forgot-password" className="link">
        Forgot it?
      </Link>
    </>
  );
  return (
    <AccountSection title="Password" hint={hint}>
      <AccountForm form={form} submitLabel="Change password" kind="quiet">
        <Username email={email} />
        <PasswordField
          label="Current password"
          name="currentPassword"
          autoComplete="current-password"
          error={form.errors.currentPassword}
        />
        <NewPasswordField error={form.errors.newPassword} />
      </AccountForm>
      <TokensAfterChange />
    </AccountSection>
  );
}
