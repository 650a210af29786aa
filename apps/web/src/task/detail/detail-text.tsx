import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useStore } from '../../lib/store.ts';
import { useSync } from '../../sync/use-sync.ts';
import type { Task } from '../../sync/use-view.ts';
import { PlainTextArea } from '../../ui/plain-text-area.tsx';
import { type EditDraft, textOf, useDrafts } from '../drafts.ts';
import { type TextEditActions, useTextEdit } from '../use-text-edit.ts';

interface DetailTextProps {
  task: Task;
  actions: TextEditActions;
}

/** Title and description. Each is saved when the focus leaves it, and when the details are closed, also by Escape. */
export function DetailText({ task, actions }: DetailTextProps) {
  const draft = useStore(useDrafts(), ({ edits }) => edits.get(task.uid));
  const { write, save } = useTextEdit(task, actions);
  useSaveOnLeaving(task, actions);
  const { title, description } = draft ?? textOf(task);

  /** What cannot be saved keeps the details open once, with the reason. */
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || hasError(draft)) return;
    if (save() !== undefined) event.preventDefault();
  }

  return (
    <div className="grid min-w-0 grow grid-cols-1">
      <PlainTextArea
        isTitle
        label="Title"
        enterKeyHint="done"
        value={title}
        error={draft?.errors?.title}
        onBlur={save}
        onKeyDown={onKeyDown}
        onChange={({ target }) => write({ title: target.value.replaceAll(/[\r\n]+/g, ' ') })}
      />
      <PlainTextArea
        label="Description"
        placeholder="Add a description"
        value={description}
        error={draft?.errors?.description}
        onBlur={save}
        onKeyDown={onKeyDown}
        onChange={({ target }) => write({ description: target.value })}
      />
    </div>
  );
}

const hasError = (draft: EditDraft | undefined): boolean =>
  draft?.errors?.title !== undefined || draft?.errors?.description !== undefined;

/** Saves what is typed when the details are closed: a draft that a reload has kept, too. */
function useSaveOnLeaving(task: Task, actions: TextEditActions): void {
  const { replica } = useSync();
  const drafts = useDrafts();
  const { write, save } = useTextEdit(task, actions);
  const leave = useRef(() => {});
  useEffect(() => {
    leave.current = () => {
      const { uid } = task;
      const draft = drafts.get().edits.get(uid);
      // Of a task that was deleted meanwhile, the draft is offered under “Not saved”.
      if (!draft || !replica.row('task', uid)) return;
      if (draft.title.trim() === '') write({ title: draft.from.title });
      save();
    };
  });
  useEffect(() => () => leave.current(), []);
}
