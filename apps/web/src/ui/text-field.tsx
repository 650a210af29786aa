import { type ComponentProps, useId, useState } from 'react';
import { Sentence } from './sentence.tsx';

interface FieldProps {
  label: string;
  /** Shown below the field until there is an error. */
  hint?: string | undefined;
  error?: string | undefined;
}

type TextFieldProps = Omit<ComponentProps<'input'>, 'className' | 'id'> & FieldProps;
type TextAreaProps = Omit<ComponentProps<'textarea'>, 'className' | 'id'> & FieldProps;

const box =
  'w-full rounded-xl border border-edge bg-card px-3.5 text-ink placeholder:text-soft aria-invalid:border-danger-text';

/** A field for one line of text, with its label above and its hint or error below. */
export function TextField({ label, hint, error, ...props }: TextFieldProps) {
  const { id, frame, described } = useField({ label, hint, error });
  return frame(<input id={id} dir="auto" className={`${box} h-12`} {...described} {...props} />);
}

type PasswordFieldProps = Omit<TextFieldProps, 'type' | 'autoComplete'> & {
  /** For password managers. */
  autoComplete: 'current-password' | 'new-password';
};

/** A field for a password, with a button that shows it. */
export function PasswordField({ label, hint, error, ...props }: PasswordFieldProps) {
  const { id, frame, described } = useField({ label, hint, error });
  const [isShown, setShown] = useState(false);
  const type = isShown ? 'text' : 'password';
  const plainText = { spellCheck: false, autoCapitalize: 'none' };
  return frame(
    <div className="relative">
      <input
        id={id}
        dir="auto"
        type={type}
        className={`${box} h-12 pr-18`}
        {...plainText}
        {...described}
        {...props}
      />
      <button
        type="button"
        aria-controls={id}
        onClick={() => setShown(!isShown)}
        className="absolute inset-y-0.5 right-0.5 min-w-11 cursor-pointer rounded-xl px-3 text-sm font-medium text-accent-text hover:bg-wash"
      >
        {isShown ? 'Hide' : 'Show'}
        <span className="sr-only"> what is typed</span>
      </button>
    </div>,
  );
}

/** A field for several lines of text, which grows with them where the browser supports it. */
export function TextArea({ label, hint, error, ...props }: TextAreaProps) {
  const { id, frame, described } = useField({ label, hint, error });
  const size = 'block min-h-24 py-2.5 field-sizing-content max-h-80 resize-y';
  return frame(
    <textarea id={id} dir="auto" className={`${box} ${size}`} {...described} {...props} />,
  );
}

function useField({ label, hint, error }: FieldProps) {
  const id = useId();
  const described = {
    'aria-invalid': error ? true : undefined,
    'aria-describedby': error ? `${id}-error` : hint && `${id}-hint`,
  };
  const frame = (control: React.ReactNode) => (
    <div className="grid grid-cols-1 gap-1.5">
      <label htmlFor={id} className="text-sm font-medium text-soft">
        {label}
      </label>
      {control}
      {hint && !error && (
        <p id={`${id}-hint`} className="text-sm text-soft">
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
    <p id={id} role="alert" className="text-sm text-danger-text">
      <Sentence text={error} />
    </p>
  );
}
