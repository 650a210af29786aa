import { useSyncExternalStore } from 'react';
import { useSync } from './use-sync.ts';
import type { Task } from './use-view.ts';

/** The task with this uid, kept up to date; undefined where there is none. */
export function useRow(uid: string): Task | undefined {
  const { replica } = useSync();
  return useSyncExternalStore(replica.version.subscribe, () => replica.row('task', uid));
}
