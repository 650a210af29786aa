import { useEffect } from 'react';
import { useSync } from '../sync/use-sync.ts';
import type { Toasts } from '../ui/toasts.ts';
import { watchTyping } from '../ui/watch-typing.ts';

/** Ctrl+Z or ⌘Z takes back what was done last in this tab, with Shift it is done again. */
export function useUndoKeys(toasts: Toasts): void {
  const { acts } = useSync();
  useEffect(() => {
    const ending = new AbortController();
    const isUndoOfText = watchTyping(ending.signal);
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
      if (isUndoOfText(event.target)) return;
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
    }
    document.addEventListener('keydown', onKeyDown, { signal: ending.signal });
    return () => ending.abort();
  }, [acts, toasts]);
}

const redoKeys = 'Control+Shift+Z Meta+Shift+Z';
