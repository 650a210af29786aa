import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TaskRead } from '@tydo/schemas/task';
import { useMemo, useRef } from 'react';
import { useTRPC, useTRPCClient } from '../lib/trpc.ts';
import { useToasts } from '../ui/toasts.ts';
import type { Change, TaskChanges } from './change.ts';
import { useDesk } from './desk.ts';
import { sendChange } from './send-change.ts';
import { takeBack } from './take-back.ts';
import { findSaved, writeDown } from './use-task-lists.ts';

/** All that a person can do to tasks. */
export type TaskActions = ReturnType<typeof useTaskActions>;

/** Each answers at once; the server hears of them one after another, and may still refuse. */
export function useTaskActions() {
  const { mutate } = useTaskChange();
  const { ids } = useDesk();
  return useMemo(() => {
    const create = (task: Pick<TaskRead, 'title' | 'description'>) => {
      const now = new Date().toISOString();
      const { title, description } = task;
      const stamps = { completed: false, createdAt: now, updatedAt: now };
      const created = { id: ids.next(), title, description, ...stamps };
      mutate({ kind: 'create', task: created });
      return created;
    };
    const update = (task: TaskRead, changes: TaskChanges, seenAt?: string) =>
      mutate({ kind: 'update', task, changes, ...(seenAt && { seenAt }) });
    return {
      create,
      update,
      /** Makes a task like one that is gone. */
      restore: (gone: Pick<TaskRead, 'title' | 'description' | 'completed'>) => {
        const task = create(gone);
        if (gone.completed) update(task, { completed: true });
      },
      remove: (task: TaskRead) => mutate({ kind: 'delete', task }),
      clearCompleted: (count: number) => mutate({ kind: 'clear', count }),
    };
  }, [mutate, ids]);
}

function useTaskChange() {
  const trpc = useTRPC();
  const api = useTRPCClient();
  const queryClient = useQueryClient();
  const desk = useDesk();
  const toasts = useToasts();
  const isOutdated = useRef(false);

  function settle(change: Change) {
    desk.pending.set((changes) => changes.filter((other) => other !== change));
    if (desk.pending.get().length > 0) return;
    void queryClient.invalidateQueries(trpc.task.counts.queryFilter());
    if (isOutdated.current) void queryClient.invalidateQueries(trpc.task.list.pathFilter());
    isOutdated.current = false;
  }

  /** Writes down what the server made, and keeps the thread from what the person saw to it. */
  function record(made: Change, asked: Change) {
    const id = 'task' in made ? made.task.id : 0;
    const before = asked.kind === 'create' ? asked.task : findSaved(queryClient, trpc, id);
    if (asked.kind === 'create') desk.ids.link(asked.task.id, id);
    writeDown(queryClient, trpc, made);
    const after = findSaved(queryClient, trpc, id);
    if (before && after) desk.versions.moved(id, before.updatedAt, after.updatedAt);
  }

  return useMutation({
    // One queue: what was done last on the screen is done last on the server.
    scope: { id: 'task' },
    mutationFn: (change: Change) => sendChange(api, desk, change),
    onMutate: (change) => desk.pending.set((changes) => [...changes, change]),
    onSuccess(made, change) {
      // The answer to a question from before this change would take it back on the screen.
      if (queryClient.isFetching(trpc.task.pathFilter()) > 0) {
        isOutdated.current = true;
        void queryClient.cancelQueries(trpc.task.pathFilter());
      }
      record(made, change);
      settle(change);
    },
    onError(error, change) {
      isOutdated.current = true;
      takeBack(desk, toasts, change, error);
      settle(change);
    },
  });
}
