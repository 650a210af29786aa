import { type FocusEvent, type KeyboardEvent, useRef } from 'react';
import { useStore } from '../../lib/store.ts';
import type { Task } from '../../sync/use-view.ts';
import { PlainTextArea } from '../../ui/plain-text-area.tsx';
import { textOf, useDrafts } from '../drafts.ts';
import { type TextEditActions, useTextEdit } from '../use-text-edit.ts';

interface DetailTextProps {
  task: Task;
  actions: TextEditActions;
}

/** Title and description. They are saved when the focus leaves them; Escape gives back what was there. */
export function DetailText({ task, actions }: DetailTextProps) {
  const box = useRef<HTMLDivElement>(null);
  const draft = useStore(useDrafts(), ({ edits }) => edits.get(task.uid));
  const { write, cancel, save } = useTextEdit(task, actions);
  const { title, description } = draft ?? textOf(task);

  function onBlur({ relatedTarget }: FocusEvent) {
    if (relatedTarget instanceof Node && box.current?.contains(relatedTarget)) return;
    save();
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || !draft) return;
    event.preventDefault();
    cancel();
  }

  return (
    <div ref={box} onBlur={onBlur} className="grid min-w-0 grow grid-cols-1">
      <PlainTextArea
        isTitle
        label="Title"
        enterKeyHint="done"
        value={title}
        error={draft?.errors?.title}
        onKeyDown={onKeyDown}
        onChange={({ target }) => write({ title: target.value.replaceAll(/[\r\n]+/g, ' ') })}
      />
      <PlainTextArea
        label="Description"
        placeholder="Add a description"
        value={description}
        error={draft?.errors?.description}
        onKeyDown={onKeyDown}
        onChange={({ target }) => write({ description: target.value })}
      />
    </div>
  );
}
