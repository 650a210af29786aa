import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import type { PastedList } from './quick-add/read-lines.ts';

/** So many tasks are shown. */
const maxShown = 8;

interface PasteDialogProps {
  list: PastedList;
  addAll: () => void;
  /** Puts the text into the field, as one title. */
  paste: () => void;
  onClose: () => void;
}

/** Asks what many pasted lines are. */
export default function PasteDialog({ list, addAll, paste, onClose }: PasteDialogProps) {
  const { tasks, chipsAt } = list;
  const shown = tasks.slice(0, maxShown).map(({ title, parentUid }, at) => ({
    key: `${at} ${title}`,
    title,
    isBelow: parentUid !== undefined,
    words: chipsAt(at).join(' · '),
  }));
  return (
    <Dialog
      title={`Add ${tasks.length} tasks?`}
      text="What you pasted has several lines."
      onClose={onClose}
      actions={
        <>
          <Button kind="plain" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="quiet" onClick={paste}>
            Paste as one
          </Button>
          <Button data-autofocus onClick={addAll}>{`Add ${tasks.length} tasks`}</Button>
        </>
      }
    >
      <ul className="grid grid-cols-1 gap-1 rounded-md bg-sunken px-3 py-2 text-sm">
        {shown.map(({ key, title, isBelow, words }) => (
          <li key={key} className={`gap-2 sm:flex ${isBelow ? 'ps-5' : ''}`}>
            <bdi className="block truncate">{title}</bdi>
            <span className="block shrink-0 truncate text-muted sm:max-w-1/2">{words}</span>
          </li>
        ))}
        {tasks.length > maxShown && (
          <li className="text-muted">{`and ${tasks.length - maxShown} more`}</li>
        )}
      </ul>
    </Dialog>
  );
}
