import type { TaskRead } from '@tydo/schemas/task';
import { type FormEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { age } from '../lib/age.ts';
import { Button } from '../ui/button.tsx';
import { focusOnArrival } from '../ui/focus-on-arrival.ts';
import { revealForm } from '../ui/reveal-form.ts';
import { FieldError, TextArea, TextField } from '../ui/text-field.tsx';
import { type EditDraft, putEdit, useDesk } from './desk.ts';
import { editChanges } from './edit-changes.ts';
import { editButtonId } from './task-view.tsx';
import type { TaskActions } from './use-task-changes.ts';

interface TaskEditProps {
  task: TaskRead;
  now: Date;
  draft: EditDraft;
  /** Under which the draft lies on the desk. */
  editKey: number;
  update: TaskActions['update'];
}

/** The form in the place of a task. Enter saves; in the description it takes Ctrl or ⌘ as well. */
export function TaskEdit({ task, now, draft, editKey, update }: TaskEditProps) {
  const { notes } = useDesk();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => () => returnFocus(editKey), [editKey]);
  useEffect(revealForm, []);

  const put = (next: EditDraft | undefined) => notes.set((all) => putEdit(all, editKey, next));
  const write = (part: Partial<EditDraft>) => put({ ...draft, ...part, refused: {} });

  function save(event: FormEvent) {
    event.preventDefault();
    const edit = editChanges(task, draft);
    if ('refused' in edit) {
      put({ ...draft, refused: edit.refused });
      const field = edit.refused.title === undefined ? 'textarea' : 'input';
      form.current?.querySelector<HTMLElement>(field)?.focus();
      return;
    }
    put(undefined);
    if (Object.keys(edit.changes).length > 0) update(task, edit.changes, draft.seenAt);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') put(undefined);
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
  }

  return (
    <form
      ref={form}
      onSubmit={save}
      noValidate
      aria-label={`Edit “${task.title}”`}
      className="grid min-w-0 grow scroll-mt-4 scroll-mb-28 grid-cols-1 gap-3 py-1.5 pr-3 pl-1 sm:pr-2"
    >
      <TextField
        label="Title"
        // An edit that came back must not take the keyboard from what is being typed by now.
        ref={draft.refused === undefined ? focusOnArrival : null}
        autoComplete="off"
        enterKeyHint="done"
        onKeyDown={onKeyDown}
        value={draft.title}
        onChange={(event) => write({ title: event.target.value })}
        error={draft.refused?.title}
      />
      <TextArea
        label="Description"
        placeholder="Notes, links, anything that helps"
        onKeyDown={onKeyDown}
        value={draft.description}
        onChange={(event) => write({ description: event.target.value })}
        error={draft.refused?.description}
      />
      <FieldError id={`edit-${editKey}-error`} error={draft.refused?.form} />
      <div className="flex items-center justify-end gap-2">
        <p className="grow text-sm text-soft">Added {age(new Date(task.createdAt), now)}</p>
        <Button kind="quiet" onKeyDown={onKeyDown} onClick={() => put(undefined)}>
          Cancel
        </Button>
        <Button type="submit" onKeyDown={onKeyDown}>
          Save
        </Button>
      </div>
    </form>
  );
}

function returnFocus(editKey: number): void {
  if (document.activeElement === document.body)
    document.getElementById(editButtonId(editKey))?.focus();
}
