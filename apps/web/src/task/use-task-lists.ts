import {
  type QueryClient,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { TaskRead } from '@tydo/schemas/task';
import { useCallback, useMemo } from 'react';
import { useStore } from '../lib/store.ts';
import { useTRPC } from '../lib/trpc.ts';
import {
  type Change,
  changeCounts,
  changePages,
  find,
  narrow,
  type Pages,
  withinLoaded,
} from './change.ts';
import { useLocalState } from './local-state.ts';
import { type StatusFilter, statusFilters } from './status-filter.ts';
import { withId } from './task-ids.ts';

type Calls = ReturnType<typeof useTRPC>;

function listOptions(trpc: Calls, filter: StatusFilter) {
  const input = filter === 'all' ? {} : { completed: filter === 'completed' };
  return trpc.task.list.infiniteQueryOptions(input, {
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** The pending changes, with real ids where the tasks have them. */
function usePending(): readonly Change[] {
  const localState = useLocalState();
  const pending = useStore(localState.pending, (changes) => changes);
  return useMemo(
    () => pending.map((change) => withId(change, localState.ids)),
    [pending, localState],
  );
}

function tasksIn(list: Pages, filter: StatusFilter, pending: readonly Change[]): TaskRead[] {
  const now = pending.reduce((before, change) => changePages(before, filter, change), list);
  return now.pages.flatMap((page) => page.items);
}

/** The list of `filter`: the server's, with the pending changes applied. */
export function useTaskList(filter: StatusFilter) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const pending = usePending();
  const query = useInfiniteQuery({
    ...listOptions(trpc, filter),
    placeholderData: () => {
      const all = queryClient.getQueryData(listOptions(trpc, 'all').queryKey);
      return all && narrow(all, filter);
    },
  });
  const tasks = useMemo(
    () => query.data && tasksIn(query.data, filter, pending),
    [query.data, pending, filter],
  );
  /** Retries now, without the pause after a failed attempt. */
  const retry = async () => {
    await queryClient.cancelQueries(trpc.task.list.pathFilter());
    await query.refetch();
  };
  return { query, tasks, retry };
}

/** Returns the tasks of all loaded lists, with the pending changes applied. */
export function useShownTasks(): () => TaskRead[] {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const localState = useLocalState();
  return useCallback(() => {
    const pending = localState.pending.get().map((change) => withId(change, localState.ids));
    const tasks = statusFilters.flatMap((filter) => {
      const list = queryClient.getQueryData(listOptions(trpc, filter).queryKey);
      return list ? tasksIn(list, filter, pending) : [];
    });
    return [...new Map(tasks.map((task) => [task.id, task])).values()];
  }, [trpc, queryClient, localState]);
}

/** The numbers of tasks, with the pending changes applied; undefined until loaded. */
export function useTaskCounts() {
  const pending = usePending();
  const { data } = useQuery(useTRPC().task.counts.queryOptions());
  return data && pending.reduce(changeCounts, data);
}

/** The task as the server last returned it. */
export function findCached(queryClient: QueryClient, trpc: Calls, id: number) {
  for (const filter of statusFilters) {
    const list = queryClient.getQueryData(listOptions(trpc, filter).queryKey);
    const task = list && find(list, id);
    if (task) return task;
  }
  return undefined;
}

// More than this many restored tasks are refetched: thousands of rows at once would freeze the browser.
const maxInserted = 100;

/** Writes a confirmed change into every loaded list. */
export function applyToCache(queryClient: QueryClient, trpc: Calls, change: Change): void {
  for (const filter of statusFilters) {
    const { queryKey } = listOptions(trpc, filter);
    const list = queryClient.getQueryData(queryKey);
    if (!list) continue;
    const others = change.kind === 'undo' ? withinLoaded(list, filter, change.others ?? []) : [];
    if (others.length > maxInserted) void queryClient.invalidateQueries({ queryKey });
    else queryClient.setQueryData(queryKey, changePages(list, filter, change));
  }
  queryClient.setQueryData(
    trpc.task.counts.queryKey(),
    (counts) => counts && changeCounts(counts, change),
  );
}

/**
 * Cancels the queries for tasks: a response from before a change would revert it on the screen. Returns
 * whether lists must be refetched. A next page need not be: it is requested again by itself.
 */
export function cancelTaskQueries(queryClient: QueryClient, trpc: Calls): boolean {
  const fetching = { ...trpc.task.list.pathFilter(), fetchStatus: 'fetching' } as const;
  const mustRefetch = queryClient
    .getQueryCache()
    .findAll(fetching)
    .some(({ state }) => state.fetchMeta?.fetchMore === undefined);
  void queryClient.cancelQueries(trpc.task.pathFilter());
  return mustRefetch;
}
