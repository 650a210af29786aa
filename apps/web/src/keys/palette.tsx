import { useDeferredValue, useState } from 'react';
import { ranked } from '../lib/rank.ts';
import { useSync } from '../sync/use-sync.ts';
import { keysOf } from '../ui/keys-of.ts';
import { OptionList } from '../ui/option-list.tsx';
import { useModal } from '../ui/use-modal.ts';
import { lastUsed, noteUse } from './last-used.ts';
import { type PaletteItem, usePaletteItems } from './palette-items.tsx';
import { useFoundTasks } from './use-found-tasks.tsx';

const maxShown = 50;

interface PaletteProps {
  onClose: () => void;
  openSheet: () => void;
}

/** Goes to any screen, list, label, filter or task, and does what buttons do, by typing a part of its name. */
export default function Palette({ onClose, openSheet }: PaletteProps) {
  const { notes } = useSync();
  const modal = useModal(onClose, { isDismissable: true });
  const [text, setText] = useState('');
  const typed = text.trim();
  const tasks = useFoundTasks(useDeferredValue(typed));
  const items = usePaletteItems(typed, openSheet);
  const fixed = ranked(
    items.filter((item) => item.isAlways !== true),
    typed,
    lastUsed(notes),
  );
  const always = items.filter((item) => item.isAlways);
  const shown: PaletteItem[] = [...fixed.slice(0, maxShown), ...tasks, ...always];

  function choose(id: string) {
    const item = shown.find((one) => one.id === id);
    if (!item) return;
    if (fixed.includes(item)) noteUse(notes, id);
    onClose();
    // The dialog returns the focus first; what it does may move it.
    requestAnimationFrame(item.run);
  }

  return (
    <dialog {...modal} aria-label="Go to or do" className="dialog palette">
      <OptionList
        label="Go to or do…"
        text={text}
        setText={setText}
        options={shown.map(({ id, label, icon, group, shortcut }) => ({
          id,
          label,
          icon: <span className="grid w-5 shrink-0 place-items-center text-muted">{icon}</span>,
          end: (
            <span className="flex shrink-0 items-center gap-3 text-xs text-muted">
              {group}
              {shortcut !== undefined && <kbd className="key">{keysOf(shortcut)?.text}</kbd>}
            </span>
          ),
        }))}
        onChoose={({ id }) => choose(id)}
        close={onClose}
      />
    </dialog>
  );
}
