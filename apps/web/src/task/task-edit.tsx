import { type FormEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { age } from '../lib/age.ts';
import type { Task } from '../sync/use-view.ts';
import { Button } from '../ui/button.tsx';
import { focusOnMount } from '../ui/focus-on-mount.ts';
import { scrollFormIntoView } from '../ui/scroll-form-into-view.ts';
import { TextArea, TextField } from '../ui/text-field.tsx';
import type { EditDraft } from './drafts.ts';
import type { TaskActions } from './use-task-actions.ts';
import { useTextEdit } from './use-text-edit.ts';

interface TaskEditProps {
  task: Task;
  now: Date;
  draft: EditDraft;
  save: TaskActions['edit'];
  forget: TaskActions['forget'];
  /** The id of what gets the focus when the edit ends. */
  returnTo: string;
}

/** The form that edits a task. Enter saves; in the description Ctrl+Enter or ⌘+Enter does. */
export function TaskEdit({ task, now, draft, save, forget, returnTo }: TaskEditProps) {
  const { uid } = task;
  const { write, cancel, save: saveText } = useTextEdit(task, { edit: save, forget });
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => () => returnFocus(returnTo), [returnTo]);
  useEffect(scrollFormIntoView, []);

  function submit(event: FormEvent) {
    event.preventDefault();
    const wrong = saveText();
    if (wrong === undefined) return;
    const field = wrong === 'title' ? 'input' : 'textarea';
    form.current?.querySelector<HTMLElement>(field)?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') cancel();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
  }

  return (
    <form
      ref={form}
      onSubmit={submit}
      noValidate
      aria-label={`Edit “${task.title}”`}
      className="grid min-w-0 grow scroll-mt-4 scroll-mb-28 grid-cols-1 gap-3 py-1.5 pr-3 pl-1 sm:pr-2"
    >
      <TextField
        label="Title"
        // An edit that reopens after an error must not take the focus.
        ref={draft.errors === undefined ? focusOnMount : null}
        autoComplete="off"
        enterKeyHint="done"
        onKeyDown={onKeyDown}
        value={draft.title}
        onChange={(event) => write({ title: event.target.value })}
        error={draft.errors?.title}
      />
      <TextArea
        label="Description"
        placeholder="Drafts, links, anything that helps"
        onKeyDown={onKeyDown}
        value={draft.description}
        onChange={(event) => write({ description: event.target.value })}
        error={draft.errors?.description}
      />
      <div className="flex items-center justify-end gap-2">
        <p className="grow text-sm text-muted">
          Added {age(new Date(task.createdAt), now)} ·{' '}
          <Link href={`/history/${uid}`} className="link">
            History
          </Link>
        </p>
        <Button kind="quiet" onKeyDown={onKeyDown} onClick={cancel}>
          Cancel
        </Button>
        <Button type="submit" onKeyDown={onKeyDown}>
          Save
        </Button>
      </div>
    </form>
  );
}

function returnFocus(id: string): void {
  if (document.activeElement === document.body) document.getElementById(id)?.focus();
}
