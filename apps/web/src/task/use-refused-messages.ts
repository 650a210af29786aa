import { useEffect } from 'react';
import { useSync } from '../sync/use-sync.ts';
import type { Toasts } from '../ui/toasts.ts';
import { useLookup } from './use-lookup.ts';

/** Shows a message for each change that the server refuses while the page is open. */
export function useRefusedMessages(toasts: Toasts): void {
  const { replica } = useSync();
  const lookup = useLookup();
  useEffect(() => {
    const known = new Set<string>();
    async function read(isFirst: boolean) {
      if (replica.refused().length === 0) return;
      // Rarely needed.
      const { readRefused } = await import('./refused.ts');
      for (const refused of replica.refused()) {
        const { operationId } = refused.entry;
        if (known.has(operationId)) continue;
        known.add(operationId);
        const { message, unsaved } = readRefused(refused, lookup);
        const isOld = isFirst && unsaved !== undefined;
        if (message !== undefined && !isOld) toasts.show({ message, isError: true });
        // An undo of it may be refused as well, and has to know.
        if (!unsaved) forgetLater(operationId);
      }
    }
    function forgetLater(operationId: string) {
      setTimeout(() => void replica.forget(operationId), forgetAfterMs);
    }
    // Where the code can't be loaded, it is tried again with the next change of the status.
    const tryRead = (isFirst: boolean) => void read(isFirst).catch(() => undefined);
    tryRead(true);
    return replica.status.subscribe(() => tryRead(false));
  }, [replica, lookup, toasts]);
}

const forgetAfterMs = 60_000;
