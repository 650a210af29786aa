import { dayFor } from '@tydo/rules/date';
import { TaskCreate } from '@tydo/schemas/task';
import Plus from 'lucide-react/icons/plus';
import {
  type ClipboardEvent,
  type FormEvent,
  lazy,
  Suspense,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from 'react';
import { dateWords } from '../dates/date-words.ts';
import { countOf } from '../lib/count-of.ts';
import { fieldErrors } from '../lib/field-errors.ts';
import { quote } from '../lib/quote.ts';
import { useStore } from '../lib/store.ts';
import { newId } from '../sync/new-id.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { FieldError } from '../ui/field.tsx';
import { useToasts } from '../ui/toasts.ts';
import { undoButton } from '../ui/undo-button.ts';
import { useDrafts } from './drafts.ts';
import type { PastedList } from './quick-add/read-lines.ts';
import { QuickAddInput } from './quick-add-input.tsx';
import { inboxName } from './rows/inbox-name.ts';
import { useFocusAtStart } from './use-focus-at-start.ts';
import { useQuickAdd } from './use-quick-add.ts';
import type { NewTask, TaskActions } from './use-task-actions.ts';

const PasteDialog = lazy(() => import('./paste-dialog.tsx'));

interface AddTaskProps {
  /** Where a new task goes, and what it gets. */
  target: Omit<NewTask, 'title'>;
  /** The section that it goes to, where one was chosen. */
  section?: { name: string; clear: () => void } | undefined;
  /** Shown when a task was added that is not in the list below. */
  addedMessage?: string | undefined;
  /** The days of the list below, where it has only those: the first, and the day after the last. */
  days?: { from: string; end: string };
  /** Called with the `uid` of what was added last. */
  onAdded: (uid: string) => void;
  actions: TaskActions;
}

/** A pasted list of so many lines is shown before it is added. */
const asksFrom = 20;

/** The id of the field for a new task. */
export const newTaskId = 'new-task';

/** The field for a new task: Enter adds it and clears the field for the next one. */
export function AddTask(props: AddTaskProps) {
  const { target, section, addedMessage, days, onAdded, actions } = props;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const toasts = useToasts();
  const drafts = useDrafts();
  const text = useStore(drafts, (all) => all.text);
  const error = useStore(drafts, (all) => all.textError);
  /** A long list that was pasted, until the person has said what it is. */
  const [pasted, setPasted] = useState<{ list: PastedList; insert: () => void }>();
  useFocusAtStart(field);
  const quick = useQuickAdd(text);
  const { code, now, decide } = quick;

  const setText = (next: string, nextError?: string) =>
    drafts.set((all) => ({ ...all, text: next, textError: nextError }));

  function add(event: FormEvent) {
    event.preventDefault();
    field.current?.focus();
    // An empty field is no error. Without the spaces it shows its placeholder again.
    if (text.trim() === '') return setText('');
    setText('');
    decide(undefined);
    // Before the code is here, a text is a title: an act must not wait, or a closed tab would lose it.
    create(code && now && code.toTask(now.reading, target, quick.known, newId));
  }

  /** @param made what the text means; without it, it is a title. */
  function create(made: ReturnType<NonNullable<typeof code>['toTask']> | undefined) {
    const { task, newLabels } = made ?? { task: { ...target, title: text }, newLabels: [] };
    const input = TaskCreate.safeParse({ title: task.title });
    if (!input.success) {
      return setText(text, fieldErrors(input.error, ['title', 'description']).title);
    }
    onAdded(actions.create({ ...task, title: input.data.title }, newLabels));
    const message = addedMessage ?? elsewhere(task);
    if (message === undefined) toasts.announce('Task added.');
    else toasts.show({ message });
  }

  /** Where a task went that is not in the list below. */
  function elsewhere({ title, listId, due }: NewTask): string | undefined {
    if (days) {
      const day = due === undefined ? '' : dayFor(due, quick.clock.zone);
      const isHere = day >= days.from && day < days.end;
      return isHere || due === undefined
        ? undefined
        : `Added ${quote(title)}: ${dateWords(due, quick.clock)}`;
    }
    if (target.listId === undefined || (listId ?? null) === target.listId) return undefined;
    const list = quick.known.lists.find(({ id: other }) => other === listId);
    return `Added ${quote(title)} to ${quote(list?.name ?? inboxName)}`;
  }

  function decideAndFocus(decided: Parameters<typeof decide>[0]) {
    decide(decided);
    field.current?.focus();
  }

  /** Adds the lines of a text that has several. @returns whether it has. */
  function takeLines(clip: string): boolean {
    const list = quick.readPasted(clip, target);
    if (!list) return false;
    if (list.tasks.length < asksFrom) addAll(list);
    else setPasted({ list, insert: () => insert(clip) });
    return true;
  }

  /** As one line, where the caret is. */
  function insert(clip: string) {
    const line = clip.replaceAll(/\s*[\r\n]+\s*/g, ' ').trim();
    const { selectionStart, selectionEnd } = field.current ?? {};
    const [from, to] = [selectionStart ?? text.length, selectionEnd ?? text.length];
    setText(text.slice(0, from) + line + text.slice(to));
    field.current?.focus();
  }

  function onPaste(event: ClipboardEvent<HTMLInputElement>) {
    if (takeLines(event.clipboardData.getData('text/plain'))) event.preventDefault();
  }

  const onDrop = useEffectEvent((dropped: string) => void (takeLines(dropped) || insert(dropped)));
  useEffect(
    () => (code && field.current ? code.takeDroppedText(field.current, onDrop) : undefined),
    [code],
  );

  function addAll({ tasks, newLabels }: PastedList) {
    setPasted(undefined);
    const { uids, undo } = actions.createMany(tasks, newLabels);
    onAdded(uids.at(-1) ?? '');
    toasts.show({
      message: `Added ${countOf(tasks.length)}`,
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
        <span className="flex min-w-0 grow text-lg">
          <QuickAddInput
            field={field}
            id={newTaskId}
            text={text}
            setText={setText}
            quick={quick}
            onPaste={onPaste}
            onEscape={() => field.current?.blur()}
            placeholder="What needs doing?"
            aria-keyshortcuts="n q"
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? `${id}-error` : undefined}
          />
        </span>
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
      {code && now && <code.Chips {...now} decide={decideAndFocus} />}
      {pasted && (
        <Suspense>
          <PasteDialog
            list={pasted.list}
            addAll={() => addAll(pasted.list)}
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
