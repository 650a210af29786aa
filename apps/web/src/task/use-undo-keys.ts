import { useEffect } from 'react';
import { useSync } from '../sync/use-sync.ts';
import { isTyping } from '../ui/is-typing.ts';
import type { Toasts } from '../ui/toasts.ts';

/** Ctrl+Z or ⌘Z takes back what was done last in this tab, with Shift it is done again. */
export function useUndoKeys(toasts: Toasts): void {
  const { acts } = useSync();
  useEffect(() => {
    function undo() {
      if (!acts.undo()) return toasts.announce('Nothing to undo.');
      // What they say is no longer true.
      for (const { key } of toasts.list.get()) toasts.dismiss(key);
      toasts.announce('Undone.');
      toasts.show({ message: 'Undone', action: { label: 'Redo', run: redo, keys: redoKeys } });
    }
    function redo() {
      if (!acts.redo()) return toasts.announce('Nothing to redo.');
      for (const { key } of toasts.list.get()) toasts.dismiss(key);
      toasts.announce('Redone.');
    }
    function onKeyDown(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.altKey)
        return;
      if (isTyping(event.target)) return;
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [acts, toasts]);
}

const redoKeys = 'Control+Shift+Z Meta+Shift+Z';
