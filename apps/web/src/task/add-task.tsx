import { TaskCreate } from '@tydo/schemas/task';
import Plus from 'lucide-react/icons/plus';
import {
  type ClipboardEvent,
  type FormEvent,
  lazy,
  Suspense,
  useId,
  useRef,
  useState,
} from 'react';
import { countOf } from '../lib/count-of.ts';
import { fieldErrors } from '../lib/field-errors.ts';
import { useStore } from '../lib/store.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { FieldError } from '../ui/field.tsx';
import { useToasts } from '../ui/toasts.ts';
import { undoButton } from '../ui/undo-button.ts';
import { useDrafts } from './drafts.ts';
import { pastedTitles } from './pasted-lines.ts';
import { useAddShortcut } from './use-add-shortcut.ts';
import type { NewTask, TaskActions } from './use-task-actions.ts';

const PasteDialog = lazy(() => import('./paste-dialog.tsx'));

interface AddTaskProps {
  /** Where a new task goes, and what it gets. */
  target: Omit<NewTask, 'title'>;
  /** The section that it goes to, where one was chosen. */
  section?: { name: string; clear: () => void } | undefined;
  /** Shown when a task was added that is not in the list below. */
  addedMessage?: string | undefined;
  /** Called with the `uid` of what was added last. */
  onAdded: (uid: string) => void;
  actions: TaskActions;
}

/** The id of the field for a new task. */
export const newTaskId = 'new-task';

/** The field for a new task: Enter adds it and clears the field for the next one. */
export function AddTask({ target, section, addedMessage, onAdded, actions }: AddTaskProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const toasts = useToasts();
  const drafts = useDrafts();
  const text = useStore(drafts, (all) => all.text);
  const error = useStore(drafts, (all) => all.textError);
  /** A list that was pasted, until the person has said what it is. */
  const [pasted, setPasted] = useState<{ titles: string[]; insert: () => void }>();
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
    onAdded(actions.create({ ...target, title: input.data.title }));
    if (addedMessage !== undefined) toasts.show({ message: addedMessage });
    else toasts.announce('Task added.');
  }

  function onPaste(event: ClipboardEvent<HTMLInputElement>) {
    const clip = event.clipboardData.getData('text/plain');
    const titles = pastedTitles(clip);
    if (!titles) return;
    event.preventDefault();
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    const [from, to] = [selectionStart ?? value.length, selectionEnd ?? value.length];
    const line = clip.replaceAll(/\s*[\r\n]+\s*/g, ' ').trim();
    const insert = () => setText(value.slice(0, from) + line + value.slice(to));
    setPasted({ titles, insert });
  }

  function addAll(titles: readonly string[]) {
    setPasted(undefined);
    const { uids, undo } = actions.createMany(titles.map((title) => ({ ...target, title })));
    onAdded(uids.at(-1) ?? '');
    toasts.show({
      message: `Added ${countOf(titles.length)}`,
      action: undoButton(toasts, undo),
    });
  }

  return (
    <form onSubmit={add} noValidate className="add-task">
      <div className="flex min-h-12 items-center gap-1 rounded-lg border border-edge bg-raised py-1 pr-1.5 pl-3.5 transition-colors focus-within:border-accent focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-accent has-aria-invalid:border-danger has-aria-invalid:outline-danger">
        <Plus aria-hidden className="size-5 shrink-0 text-muted" />
        <label htmlFor={newTaskId} className="sr-only">
          New task
        </label>
        <input
          ref={field}
          id={newTaskId}
          dir="auto"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onPaste={onPaste}
          onKeyDown={(event) => event.key === 'Escape' && field.current?.blur()}
          placeholder="What needs doing?"
          autoComplete="off"
          enterKeyHint="done"
          aria-keyshortcuts="n /"
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          className="h-control min-w-0 grow bg-transparent px-2 text-lg outline-none placeholder:text-muted"
        />
        {section && (
          <span className="max-w-2/5">
            <Chip
              onRemove={() => {
                section.clear();
                field.current?.focus();
              }}
              removeLabel={`Not in “${section.name}”`}
            >
              {section.name}
            </Chip>
          </span>
        )}
        <Button type="submit">Add</Button>
      </div>
      <FieldError id={`${id}-error`} error={error} />
      {pasted && (
        <Suspense>
          <PasteDialog
            titles={pasted.titles}
            addAll={() => addAll(pasted.titles)}
            paste={() => {
              setPasted(undefined);
              pasted.insert();
            }}
            onClose={() => setPasted(undefined)}
          />
        </Suspense>
      )}
    </form>
  );
}
