import { type ComponentProps, useId, useState } from 'react';
import { Sentence } from './sentence.tsx';

interface FieldProps {
  label: string;
  error?: string | undefined;
}

type TextFieldProps = Omit<ComponentProps<'input'>, 'className' | 'id'> & FieldProps;
type TextAreaProps = Omit<ComponentProps<'textarea'>, 'className' | 'id'> & FieldProps;

const box =
  'w-full rounded-xl border border-edge bg-card px-3.5 text-ink placeholder:text-soft aria-invalid:border-danger-text';

/** One line of text with its label above and what is wrong with it below. */
export function TextField({ label, error, ...props }: TextFieldProps) {
  const { id, frame, described } = useField(label, error);
  return frame(<input id={id} dir="auto" className={`${box} h-12`} {...described} {...props} />);
}

type PasswordFieldProps = Omit<TextFieldProps, 'type' | 'autoComplete'> & {
  /** For password managers. */
  autoComplete: 'current-password' | 'new-password';
};

/** A password, which whoever types it can look at. */
export function PasswordField({ label, error, ...props }: PasswordFieldProps) {
  const { id, frame, described } = useField(label, error);
  const [isShown, setShown] = useState(false);
  const type = isShown ? 'text' : 'password';
  const plain = { spellCheck: false, autoCapitalize: 'none' };
  return frame(
    <div className="relative">
      <input
        id={id}
        dir="auto"
        type={type}
        className={`${box} h-12 pr-18`}
        {...plain}
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

/** Several lines of text; it grows with them where the browser can. */
export function TextArea({ label, error, ...props }: TextAreaProps) {
  const { id, frame, described } = useField(label, error);
  const size = 'block min-h-24 py-2.5 field-sizing-content max-h-80 resize-y';
  return frame(
    <textarea id={id} dir="auto" className={`${box} ${size}`} {...described} {...props} />,
  );
}

function useField(label: string, error: string | undefined) {
  const id = useId();
  const described = error
    ? ({ 'aria-invalid': true, 'aria-describedby': `${id}-error` } as const)
    : {};
  const frame = (control: React.ReactNode) => (
    <div className="grid grid-cols-1 gap-1.5">
      <label htmlFor={id} className="text-sm font-medium text-soft">
        {label}
      </label>
      {control}
      <FieldError id={`${id}-error`} error={error} />
    </div>
  );
  return { id, frame, described };
}

/** What is wrong with a field; the field names it with `aria-describedby`. */
export function FieldError({ id, error }: { id: string; error: string | undefined }) {
  if (!error) return null;
  return (
    <p id={id} role="alert" className="text-sm text-danger-text">
      <Sentence text={error} />
    </p>
  );
}
