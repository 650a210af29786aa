import { useMemo, useSyncExternalStore } from 'react';

const minute = 60_000;

/** The current minute as a date, so that "5m ago" moves on while the page stays open. */
export function useMinute(): Date {
  const count = useSyncExternalStore(subscribe, () => Math.floor(Date.now() / minute));
  return useMemo(() => new Date(count * minute), [count]);
}

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, minute / 2);
  return () => clearInterval(timer);
}
