import { useEffect } from 'react';
import { useSync } from '../sync/use-sync.ts';
import type { Toasts } from '../ui/toasts.ts';
import { tellRefused } from './tell-refused.ts';

/** Shows a message for each change that the server refuses while the page is open. */
export function useRefusedMessages(toasts: Toasts): void {
  const { replica, acts } = useSync();
  useEffect(() => {
    const read = tellRefused(
      replica,
      toasts,
      acts.undoOf,
      () => document.visibilityState === 'visible',
    );
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
