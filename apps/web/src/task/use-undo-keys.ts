import { useEffect } from 'react';
import type { Sync } from '../sync/open.ts';
import { useSync } from '../sync/use-sync.ts';
import type { Toasts } from '../ui/toasts.ts';
import { watchTyping } from '../ui/watch-typing.ts';

/** Ctrl+Z or ⌘Z takes back what was done last in this tab, with Shift it is done again. */
export function useUndoKeys(toasts: Toasts): void {
  const { acts } = useSync();
  useEffect(() => {
    const ending = new AbortController();
    const isUndoOfText = watchTyping(ending.signal);
    const { undo, redo } = createUndo(acts, toasts);
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

/** Undo and redo of what was done in this tab, with what is said about it. */
export function createUndo(acts: Sync['acts'], toasts: Toasts) {
  // What the messages say is no longer true.
  function dismissAll() {
    for (const { key } of toasts.list.get()) toasts.dismiss(key);
  }
  function undo() {
    if (!acts.undo()) return toasts.announce('Nothing to undo.');
    dismissAll();
    toasts.announce('Undone.');
    toasts.show({ message: 'Undone', action: { label: 'Redo', run: redo, keys: redoKeys } });
  }
  function redo() {
    if (!acts.redo()) return toasts.announce('Nothing to redo.');
    dismissAll();
    toasts.announce('Redone.');
  }
  return { undo, redo };
}

const redoKeys = 'Control+Shift+Z Meta+Shift+Z';
