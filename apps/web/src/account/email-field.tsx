import { TextField } from '../ui/text-field.tsx';

interface EmailFieldProps {
  label?: string;
  name?: 'email' | 'newEmail';
  /** `username` for a sign-in, so that password managers fill it in. */
  autoComplete?: 'email' | 'username';
  defaultValue?: string | undefined;
  error: string | undefined;
}

/** A field for an email address, set up for phone keyboards and password managers. */
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
