import { useSyncExternalStore } from 'react';
import { useSync } from './use-sync.ts';
import type { RowOfNoun, Task } from './use-view.ts';

/** The task with this uid, kept up to date; undefined where there is none. */
export const useRow = (uid: string): Task | undefined => useRowOf('task', uid);

/** The row of a noun with this key, kept up to date; undefined where there is none. */
export function useRowOf<
  Noun extends 'task' | 'list' | 'section' | 'label' | 'filter' | 'settings',
>(noun: Noun, key: string): RowOfNoun<Noun> | undefined {
  const { replica } = useSync();
  return useSyncExternalStore(replica.version.subscribe, () => replica.row(noun, key));
}
