import { useEffect } from 'react';
import { useSync } from '../sync/use-sync.ts';
import type { Toasts } from '../ui/toasts.ts';

/** Shows a message for each change that the server refuses while the page is open. */
export function useRefusedMessages(toasts: Toasts): void {
  const { replica, acts } = useSync();
  useEffect(() => {
    const hasOld = replica.refused().length > 0;
    let tell: (() => void) | undefined;
    let isOver = false;
    /** Its code is loaded with the first refusal; where that fails, with the next change of the status. */
    async function load(): Promise<void> {
      const { tellRefused } = await import('./tell-refused.ts');
      if (isOver) return;
      const isVisible = () => document.visibilityState === 'visible';
      tell ??= tellRefused(replica, toasts, acts.undoOf, isVisible, hasOld);
      tell();
    }
    function read() {
      if (tell) tell();
      else if (replica.refused().length > 0) void load().catch(() => undefined);
    }
    read();
    // A hidden tab leaves the message to the one that the person sees.
    document.addEventListener('visibilitychange', read);
    const unsubscribe = replica.status.subscribe(read);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', read);
      unsubscribe();
    };
  }, [replica, acts, toasts]);
}
