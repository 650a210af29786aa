import { type ComponentProps, type KeyboardEvent, useId } from 'react';
import { FieldError } from './field.tsx';

type PlainTextAreaProps = Omit<ComponentProps<'textarea'>, 'className' | 'aria-label' | 'size'> & {
  label: string;
  error?: string | undefined;
  /** Of a title: large, and Enter ends the edit instead of the line. */
  isTitle?: boolean;
};

/** Text that is edited where it is read: without a frame until it is pointed at, as high as its lines. */
export function PlainTextArea(props: PlainTextAreaProps) {
  const { label, error, isTitle = false, onKeyDown, ...rest } = props;
  const id = useId();

  function endWithEnter(event: KeyboardEvent<HTMLTextAreaElement>) {
    onKeyDown?.(event);
    const isEnd = isTitle || event.ctrlKey || event.metaKey;
    if (event.key !== 'Enter' || !isEnd || event.defaultPrevented) return;
    event.preventDefault();
    event.currentTarget.blur();
  }

  return (
    <div className="grid grid-cols-1">
      <textarea
        dir="auto"
        rows={1}
        aria-label={label}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? id : undefined}
        onKeyDown={endWithEnter}
        className={`plain-text ${isTitle ? 'text-xl font-semibold' : ''}`}
        {...rest}
      />
      <FieldError id={id} error={error} />
    </div>
  );
}
