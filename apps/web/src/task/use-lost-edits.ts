import { useEffect } from 'react';
import { quote } from '../lib/quote.ts';
import { useSync } from '../sync/use-sync.ts';
import type { Toasts } from '../ui/toasts.ts';
import { isChanged, putEdit, useDrafts } from './drafts.ts';

/** Shows a message when a task is deleted while it is being edited. The page shows what was typed. */
export function useLostEdits(toasts: Toasts): void {
  const { replica } = useSync();
  const drafts = useDrafts();
  useEffect(() => {
    const lost = new Set<string>();
    let isFirst = true;
    function check() {
      if (!replica.status.get().isLoaded) return;
      for (const [uid, draft] of drafts.get().edits) {
        if (replica.row('task', uid)) lost.delete(uid);
        else if (!lost.has(uid)) {
          lost.add(uid);
          const isTyped = isChanged(draft);
          const message = `${quote(draft.from.title)} was deleted while you were editing it.${
            isTyped ? ' What you typed is kept under “Not saved”.' : ''
          }`;
          if (!isFirst) toasts.show({ message, isError: isTyped });
          if (!isTyped) drafts.set((all) => putEdit(all, uid, undefined));
        }
      }
      isFirst = false;
    }
    check();
    const unsubscribe = [replica.version.subscribe(check), replica.status.subscribe(check)];
    return () => {
      for (const end of unsubscribe) end();
    };
  }, [replica, drafts, toasts]);
}
