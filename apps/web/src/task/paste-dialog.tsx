import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** So many titles are shown. */
const maxShown = 8;

interface PasteDialogProps {
  titles: readonly string[];
  addAll: () => void;
  /** Puts the text into the field, as one title. */
  paste: () => void;
  onClose: () => void;
}

/** Asks what several pasted lines are. */
export default function PasteDialog({ titles, addAll, paste, onClose }: PasteDialogProps) {
  const more = titles.length - Math.min(new Set(titles).size, maxShown);
  return (
    <Dialog
      title={`Add ${titles.length} tasks?`}
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
          <Button data-autofocus onClick={addAll}>{`Add ${titles.length} tasks`}</Button>
        </>
      }
    >
      <ul className="grid grid-cols-1 gap-1 rounded-md bg-sunken px-3 py-2 text-sm">
        {[...new Set(titles)].slice(0, maxShown).map((title) => (
          <li key={title} dir="auto" className="truncate">
            {title}
          </li>
        ))}
        {more > 0 && <li className="text-muted">{`and ${more} more`}</li>}
      </ul>
    </Dialog>
  );
}
