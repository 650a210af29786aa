import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { ColorField } from '../ui/color-field.tsx';
import { focusOnMount } from '../ui/focus-on-mount.ts';
import type { ListColor } from '../ui/list-colors.ts';
import { TextField } from '../ui/text-field.tsx';
import type { NameAndColor } from './ordered.ts';

interface NameFormProps {
  /** Its name for screen readers: "New list". */
  label: string;
  initial?: NameAndColor;
  submitLabel: string;
  /** The reason why these values can't be saved; undefined where they can. */
  problemOf: (values: NameAndColor) => string | undefined;
  onSubmit: (values: NameAndColor) => void;
  onCancel: () => void;
  hasColor?: boolean;
}

const none: NameAndColor = { name: '', color: null };

/** A name and a colour, in place. Enter saves, Escape cancels. */
export default function NameForm(props: NameFormProps): ReactNode {
  const { label, initial = none, submitLabel, problemOf, onSubmit, onCancel } = props;
  const { hasColor = true } = props;
  const [name, setName] = useState(initial.name);
  const [color, setColor] = useState<ListColor | null>(initial.color);
  const [error, setError] = useState<string>();

  function submit(event: FormEvent) {
    event.preventDefault();
    const values = { name: name.trim(), color };
    const problem = problemOf(values);
    if (problem === undefined) onSubmit(values);
    else setError(problem);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape') return;
    // In the drawer it would close that, too.
    event.preventDefault();
    event.stopPropagation();
    onCancel();
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape in any of its fields.
    <form
      aria-label={label}
      onSubmit={submit}
      onKeyDown={onKeyDown}
      noValidate
      className="my-1 grid grid-cols-1 gap-2 rounded-md border border-line bg-raised p-2"
    >
      <TextField
        label="Name"
        ref={focusOnMount}
        autoComplete="off"
        enterKeyHint="done"
        value={name}
        onChange={(event) => {
          setName(event.target.value);
          setError(undefined);
        }}
        error={error}
      />
      {hasColor && <ColorField label="Color" value={color} onChange={setColor} />}
      <div className="flex justify-end gap-2">
        <Button kind="plain" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit">{submitLabel}</Button>
      </div>
    </form>
  );
}
