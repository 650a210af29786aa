import { accountLimits } from '@tydo/schemas/account';
import { PasswordField } from '../ui/text-field.tsx';

interface NewPasswordFieldProps {
  label?: string;
  name?: 'password' | 'newPassword';
  error: string | undefined;
}

/** The field for a password that is being chosen, with the required length below it. */
export function NewPasswordField({
  label = 'New password',
  name = 'newPassword',
  error,
}: NewPasswordFieldProps) {
  return (
    <PasswordField
      label={label}
      name={name}
      autoComplete="new-password"
      hint={`At least ${accountLimits.minPassword} characters`}
      error={error}
    />
  );
}
