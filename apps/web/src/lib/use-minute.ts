import { useMemo, useSyncExternalStore } from 'react';

const minute = 60_000;

/** The start of the current minute, so that "5m ago" stays correct while the page is open. */
export function useMinute(): Date {
  const count = useSyncExternalStore(subscribe, () => Math.floor(Date.now() / minute));
  return useMemo(() => new Date(count * minute), [count]);
}

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, minute / 2);
  return () => clearInterval(timer);
}
