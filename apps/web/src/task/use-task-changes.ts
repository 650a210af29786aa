import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TaskRead } from '@tydo/schemas/task';
import { useMemo, useRef, useState } from 'react';
import { newUuid } from '../lib/new-uuid.ts';
import { createPatience } from '../lib/patience.ts';
import { useTRPC, useTRPCClient } from '../lib/trpc.ts';
import { useToasts } from '../ui/toasts.ts';
import type { Asked, Change, Removal, TaskChanges, Undo } from './change.ts';
import { useDesk } from './desk.ts';
import { sendChange } from './send-change.ts';
import { takeBack } from './take-back.ts';
import { withId } from './task-ids.ts';
import { findSaved, useShownTasks, writeDown } from './use-task-lists.ts';

/** All that a person can do to tasks. */
export type TaskActions = ReturnType<typeof useTaskActions>;

/** Each answers at once; the server hears of them one after another, and may still refuse. */
export function useTaskActions() {
  const { mutate } = useTaskChange();
  const { ids } = useDesk();
  const shownTasks = useShownTasks();
  return useMemo(() => {
    const ask = <T extends Change>(change: T): Asked<T> => {
      const asked = { ...change, operationId: newUuid() };
      mutate(asked);
      return asked;
    };
    /** Gives a way to take it back. */
    const remove = (removal: Removal, tasks: TaskRead[]) => {
      const of = ask(removal);
      return () => void ask({ kind: 'undo', of, tasks });
    };
    const create = (task: Pick<TaskRead, 'title' | 'description'>) => {
      const now = new Date().toISOString();
      const { title, description } = task;
      const stamps = { completed: false, createdAt: now, updatedAt: now };
      const created = { id: ids.next(), title, description, ...stamps };
      ask({ kind: 'create', task: created });
      return created;
    };
    const update = (task: TaskRead, changes: TaskChanges, seenAt?: string) =>
      void ask({ kind: 'update', task, changes, ...(seenAt && { seenAt }) });
    return {
      create,
      update,
      /** Makes a task like one that is gone. */
      restore: (gone: Pick<TaskRead, 'title' | 'description' | 'completed'>) => {
        const task = create(gone);
        if (gone.completed) update(task, { completed: true });
      },
      remove: (task: TaskRead) => remove({ kind: 'delete', task }, [task]),
      clearCompleted: (count: number) =>
        remove(
          { kind: 'clear', count },
          shownTasks().filter((task) => task.completed),
        ),
      /** Tries once more to take something back. */
      undo: (undo: Asked<Undo>) => mutate(undo),
    };
  }, [mutate, ids, shownTasks]);
}

function useTaskChange() {
  const trpc = useTRPC();
  const api = useTRPCClient();
  const queryClient = useQueryClient();
  const desk = useDesk();
  const toasts = useToasts();
  const isOutdated = useRef(false);
  const [patience] = useState(createPatience);

  function settle(change: Change) {
    desk.pending.set((changes) => changes.filter((other) => other !== change));
    if (desk.pending.get().length > 0) return;
    patience.renew();
    void queryClient.invalidateQueries(trpc.task.counts.queryFilter());
    if (isOutdated.current) void queryClient.invalidateQueries(trpc.task.list.pathFilter());
    isOutdated.current = false;
  }

  /** Writes down what the server made, and keeps the thread from what the person saw to it. */
  function record(made: Change, asked: Change) {
    const id = 'task' in made ? made.task.id : 0;
    if (asked.kind === 'create') desk.ids.link(asked.task.id, id);
    const before = findBefore(asked, id);
    writeDown(queryClient, trpc, made);
    for (const seen of before) {
      const after = findSaved(queryClient, trpc, seen.id);
      if (after) desk.versions.moved(seen.id, seen.updatedAt, after.updatedAt);
    }
  }

  function findBefore(asked: Change, id: number): TaskRead[] {
    const named = withId(asked, desk.ids);
    if (named.kind === 'undo') return named.tasks;
    if (named.kind === 'create') return [named.task];
    const saved = findSaved(queryClient, trpc, id);
    return saved ? [saved] : [];
  }

  return useMutation({
    // One queue: what was done last on the screen is done last on the server.
    scope: { id: 'task' },
    mutationFn: (change: Asked) => patience.insist(() => sendChange(api, desk, change)),
    onMutate: (change) => desk.pending.set((changes) => [...changes, change]),
    onSuccess(made, change) {
      // The answer to a question from before this change would take it back on the screen.
      if (queryClient.isFetching(trpc.task.pathFilter()) > 0) {
        isOutdated.current = true;
        void queryClient.cancelQueries(trpc.task.pathFilter());
      }
      // Of what comes back, only those that were on the screen are known here.
      if (made.kind === 'undo') isOutdated.current = true;
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
