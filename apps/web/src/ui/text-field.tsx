import { type ComponentProps, useState } from 'react';
import { type FieldProps, fieldClass, useField } from './field.tsx';

type TextFieldProps = Omit<ComponentProps<'input'>, 'className' | 'id'> & FieldProps;
type TextAreaProps = Omit<ComponentProps<'textarea'>, 'className' | 'id'> & FieldProps;

/** A field for one line of text, with its label above and its hint or error below. */
export function TextField({ label, hint, error, ...props }: TextFieldProps) {
  const { id, frame, described } = useField({ label, hint, error });
  return frame(
    <input id={id} dir="auto" className={`${fieldClass} h-control`} {...described} {...props} />,
  );
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
        className={`${fieldClass} h-control pr-16`}
        {...plainText}
        {...described}
        {...props}
      />
      <button
        type="button"
        aria-controls={id}
        onClick={() => setShown(!isShown)}
        className="absolute inset-y-0.5 right-0.5 min-w-11 cursor-pointer rounded-sm px-2.5 text-sm font-medium text-accent-text hover:bg-hover"
      >
        {isShown ? 'Hide' : 'Show'}
        <span className="sr-only"> password</span>
      </button>
    </div>,
  );
}

/** A field for several lines of text, which grows with them where the browser supports it. */
export function TextArea({ label, hint, error, ...props }: TextAreaProps) {
  const { id, frame, described } = useField({ label, hint, error });
  const size = 'block min-h-20 py-1.5 field-sizing-content max-h-80 resize-y';
  return frame(
    <textarea id={id} dir="auto" className={`${fieldClass} ${size}`} {...described} {...props} />,
  );
}
