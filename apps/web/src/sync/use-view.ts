import type { TaskRow } from '@tydo/replica/tydo/task';
import type { ViewSpec } from '@tydo/replica/view-spec';
import { useCallback, useSyncExternalStore } from 'react';
import { useSync } from './use-sync.ts';

/** A task on this device. Its `id` is null until the server has made it: `uid` names it. */
export type Task = TaskRow;

/** The tasks of a view, kept up to date. The array is the same one while it changes: `version` tells. */
export function useView(spec: ViewSpec<'task', Task>): { rows: readonly Task[]; version: number } {
  const view = useSync().replica.view(spec);
  const subscribe = useCallback((listener: () => void) => view.subscribe(listener), [view]);
  const version = useSyncExternalStore(subscribe, () => view.version);
  return { rows: view.rows, version };
}

/** The number of tasks of a view; undefined where it is not known before all tasks are here. */
export function useCount(spec: ViewSpec<'task', Task>): number | undefined {
  const { replica } = useSync();
  const view = replica.view(spec);
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = [view.subscribe(listener), replica.status.subscribe(listener)];
      return () => {
        for (const end of ends) end();
      };
    },
    [view, replica],
  );
  return useSyncExternalStore(subscribe, () => view.count);
}
