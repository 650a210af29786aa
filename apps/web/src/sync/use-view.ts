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
