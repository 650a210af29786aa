import { type ReactNode, useId } from 'react';
import { Sentence } from './sentence.tsx';

export interface FieldProps {
  label: string;
  /** Shown below the field until there is an error. */
  hint?: string | undefined;
  error?: string | undefined;
}

/** The classes of what people type into or choose from. */
export const fieldClass =
  'w-full rounded-md border border-edge bg-raised px-3 text-text placeholder:text-muted -outline-offset-1 aria-invalid:border-danger disabled:opacity-60';

/** The id and attributes of a control, and its frame: label above, hint or error below. */
export function useField({ label, hint, error }: FieldProps) {
  const id = useId();
  const described = {
    'aria-invalid': error ? true : undefined,
    'aria-describedby': error ? `${id}-error` : hint && `${id}-hint`,
  };
  const frame = (control: ReactNode) => (
    <div className="grid grid-cols-1 content-start gap-1.5">
      <label htmlFor={id} className="text-sm font-medium text-muted">
        {label}
      </label>
      {control}
      {hint && !error && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      <FieldError id={`${id}-error`} error={error} />
    </div>
  );
  return { id, frame, described };
}

/** The error of a field, which refers to it with `aria-describedby`. */
export function FieldError({ id, error }: { id: string; error: string | undefined }) {
  if (!error) return null;
  return (
    <p id={id} role="alert" className="text-sm text-danger">
      <Sentence text={error} />
    </p>
  );
}
