import type { Ref } from 'react';
import { TextField } from '../ui/text-field.tsx';

interface CodeFieldProps {
  label?: string;
  hint?: string;
  /** Whether it is a recovery code, which has letters. */
  isRecovery?: boolean;
  error: string | undefined;
  ref?: Ref<HTMLInputElement>;
}

/** A field for a code of the authenticator app, which phones and password managers fill in. */
export function CodeField({ label, hint, isRecovery = false, ...props }: CodeFieldProps) {
  return (
    <TextField
      label={label ?? 'Code'}
      hint={hint}
      name="code"
      dir="ltr"
      autoComplete={isRecovery ? 'off' : 'one-time-code'}
      autoCapitalize="none"
      spellCheck={false}
      {...props}
    />
  );
}
