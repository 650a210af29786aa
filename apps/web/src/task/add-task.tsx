import { TaskCreate } from '@tydo/schemas/task';
import Plus from 'lucide-react/icons/plus';
import { type FormEvent, useId, useRef } from 'react';
import { fieldErrors } from '../lib/field-errors.ts';
import { quote } from '../lib/quote.ts';
import { useStore } from '../lib/store.ts';
import { Button } from '../ui/button.tsx';
import { FieldError } from '../ui/field.tsx';
import { useToasts } from '../ui/toasts.ts';
import { useDrafts } from './drafts.ts';
import type { StatusFilter } from './status-filter.ts';
import { useAddShortcut } from './use-add-shortcut.ts';
import type { TaskActions } from './use-task-actions.ts';

/** The field for a new task: Enter adds it and clears the field for the next one. */
export function AddTask({
  filter,
  search,
  create,
}: {
  filter: StatusFilter;
  search: string;
  create: TaskActions['create'];
}) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const toasts = useToasts();
  const drafts = useDrafts();
  const text = useStore(drafts, (all) => all.text);
  const error = useStore(drafts, (all) => all.textError);
  useAddShortcut(field);

  const setText = (next: string, nextError?: string) =>
    drafts.set((all) => ({ ...all, text: next, textError: nextError }));

  function add(event: FormEvent) {
    event.preventDefault();
    field.current?.focus();
    const input = TaskCreate.safeParse({ title: text });
    if (!input.success) {
      // An empty field is no error. Without the spaces it shows its placeholder again.
      if (text.trim() === '') setText('');
      else setText(text, fieldErrors(input.error, ['title', 'description']).title);
      return;
    }
    setText('');
    create(input.data.title);
    if (filter === 'completed') toasts.show({ message: 'Added to Active' });
    else if (search.trim() !== '') toasts.show({ message: `Added ${quote(input.data.title)}` });
    else toasts.announce('Task added.');
  }

  return (
    <form onSubmit={add} noValidate className="grid grid-cols-1 gap-1.5">
      <div className="flex min-h-12 items-center gap-1 rounded-lg border border-edge bg-raised py-1 pr-1.5 pl-3.5 transition-colors focus-within:border-accent focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-accent has-aria-invalid:border-danger has-aria-invalid:outline-danger">
        <Plus aria-hidden className="size-5 shrink-0 text-muted" />
        <label htmlFor={id} className="sr-only">
          New task
        </label>
        <input
          ref={field}
          id={id}
          dir="auto"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && field.current?.blur()}
          placeholder="What needs doing?"
          autoComplete="off"
          enterKeyHint="done"
          aria-keyshortcuts="n /"
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          className="h-control min-w-0 grow bg-transparent px-2 text-lg outline-none placeholder:text-muted"
        />
        <Button type="submit">Add</Button>
      </div>
      <FieldError id={`${id}-error`} error={error} />
    </form>
  );
}
