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
import { useDesk } from './desk.ts';
import { type Show, shows } from './show.ts';
import { withId } from './task-ids.ts';

type Calls = ReturnType<typeof useTRPC>;

function listOptions(trpc: Calls, show: Show) {
  const input = show === 'all' ? {} : { completed: show === 'completed' };
  return trpc.task.list.infiniteQueryOptions(input, {
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** The changes on their way, of tasks with the ids that they have by now. */
function usePending(): readonly Change[] {
  const desk = useDesk();
  const pending = useStore(desk.pending, (changes) => changes);
  return useMemo(() => pending.map((change) => withId(change, desk.ids)), [pending, desk]);
}

function tasksIn(list: Pages, show: Show, pending: readonly Change[]): TaskRead[] {
  const now = pending.reduce((before, change) => changePages(before, show, change), list);
  return now.pages.flatMap((page) => page.items);
}

/** The list that shows `show`: the server's, with the changes on their way already made. */
export function useTaskList(show: Show) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const pending = usePending();
  const query = useInfiniteQuery({
    ...listOptions(trpc, show),
    placeholderData: () => {
      const all = queryClient.getQueryData(listOptions(trpc, 'all').queryKey);
      return all && narrow(all, show);
    },
  });
  const tasks = useMemo(
    () => query.data && tasksIn(query.data, show, pending),
    [query.data, pending, show],
  );
  /** Tries again now, whatever waiting time a failed attempt has left behind. */
  const retry = async () => {
    await queryClient.cancelQueries(trpc.task.list.pathFilter());
    await query.refetch();
  };
  return { query, tasks, retry };
}

/** Gives all tasks of all lists that were loaded, with the changes on their way already made. */
export function useShownTasks(): () => TaskRead[] {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const desk = useDesk();
  return useCallback(() => {
    const pending = desk.pending.get().map((change) => withId(change, desk.ids));
    const tasks = shows.flatMap((show) => {
      const list = queryClient.getQueryData(listOptions(trpc, show).queryKey);
      return list ? tasksIn(list, show, pending) : [];
    });
    return [...new Map(tasks.map((task) => [task.id, task])).values()];
  }, [trpc, queryClient, desk]);
}

/** How many tasks there are, with the changes on their way; undefined until it is known. */
export function useTaskCounts() {
  const pending = usePending();
  const { data } = useQuery(useTRPC().task.counts.queryOptions());
  return data && pending.reduce(changeCounts, data);
}

/** The task as the server last described it. */
export function findSaved(queryClient: QueryClient, trpc: Calls, id: number) {
  for (const show of shows) {
    const list = queryClient.getQueryData(listOptions(trpc, show).queryKey);
    const task = list && find(list, id);
    if (task) return task;
  }
  return undefined;
}

// More than a page of them is asked for again: thousands of rows at once would stop the browser.
const mostOthers = 100;

/** Writes down what the server has done, in every list that was loaded. */
export function writeDown(queryClient: QueryClient, trpc: Calls, change: Change): void {
  for (const show of shows) {
    const { queryKey } = listOptions(trpc, show);
    const list = queryClient.getQueryData(queryKey);
    if (!list) continue;
    const others = change.kind === 'undo' ? withinLoaded(list, show, change.others ?? []) : [];
    if (others.length > mostOthers) void queryClient.invalidateQueries({ queryKey });
    else queryClient.setQueryData(queryKey, changePages(list, show, change));
  }
  queryClient.setQueryData(
    trpc.task.counts.queryKey(),
    (counts) => counts && changeCounts(counts, change),
  );
}

/**
 * Gives up what is being asked about tasks: an answer from before a change would take it back on the
 * screen. Says whether lists must be asked for again. A next page need not: it is by itself.
 */
export function dropAnswers(queryClient: QueryClient, trpc: Calls): boolean {
  const asked = { ...trpc.task.list.pathFilter(), fetchStatus: 'fetching' } as const;
  const mustAskAgain = queryClient
    .getQueryCache()
    .findAll(asked)
    .some(({ state }) => state.fetchMeta?.fetchMore === undefined);
  void queryClient.cancelQueries(trpc.task.pathFilter());
  return mustAskAgain;
}
