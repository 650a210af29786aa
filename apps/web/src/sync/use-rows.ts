import { useSyncExternalStore } from 'react';
import { useSync } from './use-sync.ts';
import type { Task } from './use-view.ts';

/** The tasks with these uids, kept up to date; those that are not there are left out. */
export function useRows(uids: readonly string[]): Task[] {
  const { replica } = useSync();
  useSyncExternalStore(replica.version.subscribe, replica.version.get);
  return uids.flatMap((uid) => replica.row('task', uid) ?? []);
}
