import { TextField } from '../ui/text-field.tsx';

interface EmailFieldProps {
  label?: string;
  name?: 'email' | 'newEmail';
  /** `username` where it goes with a password that is kept already. */
  autoComplete?: 'email' | 'username';
  defaultValue?: string | undefined;
  error: string | undefined;
}

/** An e-mail address, as phones and password managers want it. */
export function EmailField({
  label = 'Email',
  name = 'email',
  autoComplete = 'email',
  ...props
}: EmailFieldProps) {
  return (
    <TextField
      label={label}
      name={name}
      type="email"
      autoComplete={autoComplete}
      autoCapitalize="none"
      spellCheck={false}
      {...props}
    />
  );
}
