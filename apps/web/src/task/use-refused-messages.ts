import { useEffect } from 'react';
import { useSync } from '../sync/use-sync.ts';
import type { Toasts } from '../ui/toasts.ts';
import { loadRefusedCode } from './late-refused.ts';

/** Shows a message for each change that the server refuses while the page is open. */
export function useRefusedMessages(toasts: Toasts): void {
  const { replica, acts } = useSync();
  useEffect(() => {
    const old = new Set(replica.refused().map(({ entry }) => entry.operationId));
    const isVisible = () => document.visibilityState === 'visible';
    let tell: Promise<() => void> | undefined;
    async function load() {
      const { tellRefused } = await loadRefusedCode();
      return tellRefused(replica, toasts, acts.undoOf, { isVisible, old });
    }
    function read(): void {
      if (replica.refused().length === 0) return;
      tell ??= load();
      tell.then(
        (now) => now(),
        () => {
          // There is no network: the next change of state tries again.
          tell = undefined;
        },
      );
    }
    read();
    // A hidden tab leaves the message to the one that the person sees.
    document.addEventListener('visibilitychange', read);
    const unsubscribe = replica.status.subscribe(read);
    return () => {
      document.removeEventListener('visibilitychange', read);
      unsubscribe();
    };
  }, [replica, acts, toasts]);
}
