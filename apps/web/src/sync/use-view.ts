import type { RowOf } from '@tydo/replica/model';
import type { TaskRow } from '@tydo/replica/tydo/task';
import type { TydoModel } from '@tydo/replica/tydo/tydo';
import type { CountSpec, ViewSpec } from '@tydo/replica/view-spec';
import { useCallback, useSyncExternalStore } from 'react';
import { useSync, useSyncStatus } from './use-sync.ts';

type Nouns = TydoModel['nouns'];

/** A row on this device. */
export type RowOfNoun<Noun extends keyof Nouns> = RowOf<TydoModel, Noun>;

/** A task on this device. Its `id` is null until the server has made it: `uid` names it. */
export type Task = TaskRow;
export type List = RowOfNoun<'list'>;
export type Section = RowOfNoun<'section'>;
export type Label = RowOfNoun<'label'>;
export type Filter = RowOfNoun<'filter'>;

/** The rows of a view, kept up to date. The array is the same one while it changes: `version` tells. */
export function useView<Noun extends keyof Nouns>(
  spec: ViewSpec<Noun, RowOfNoun<Noun>>,
): { rows: readonly RowOfNoun<Noun>[]; version: number } {
  const view = useSync().replica.view(spec);
  const subscribe = useCallback((listener: () => void) => view.subscribe(listener), [view]);
  const version = useSyncExternalStore(subscribe, () => view.version);
  return { rows: view.rows, version };
}

/** Numbers of rows by the value of a field, kept up to date. */
export function useCounts<Noun extends keyof Nouns>(
  spec: CountSpec<Noun, RowOfNoun<Noun>>,
): (value: unknown) => number {
  const counts = useSync().replica.counts(spec);
  const subscribe = useCallback((listener: () => void) => counts.subscribe(listener), [counts]);
  useSyncExternalStore(subscribe, () => counts.version);
  // They are known once all tasks are here, also where none has changed.
  useSyncStatus(({ isLoaded }) => isLoaded);
  return (value) => counts.get(value) ?? 0;
}

/** One of these numbers: what shows it is rendered again when that number changes. */
export function useCountBy(spec: CountSpec<'task', Task>, value: unknown): number {
  const { replica } = useSync();
  const counts = replica.counts(spec);
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = [counts.subscribe(listener), replica.status.subscribe(listener)];
      return () => {
        for (const end of ends) end();
      };
    },
    [counts, replica],
  );
  return useSyncExternalStore(subscribe, () => counts.get(value) ?? 0);
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
