import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TaskRead } from '@tydo/schemas/task';
import { newUuid } from '@tydo/schemas/uuid';
import { useCallback, useRef, useState } from 'react';
import { createRetrier } from '../lib/retry.ts';
import { useTRPC, useTRPCClient } from '../lib/trpc.ts';
import { useToasts } from '../ui/toasts.ts';
import type { Change, Submitted } from './change.ts';
import { useLocalState } from './local-state.ts';
import { revertChange } from './revert-change.ts';
import { sendChange } from './send-change.ts';
import { withId } from './task-ids.ts';
import { applyToCache, cancelTaskQueries, findCached } from './use-task-lists.ts';

/** Sends a change to the server after those before it; the page shows it at once. */
export function useSubmitChange() {
  const { mutate } = useTaskChange();
  const submit = useCallback(<T extends Change>(change: T) => submitWith(mutate, change), [mutate]);
  // The operation id stays the same, so that the server makes the change once.
  return { submit, resubmit: mutate };
}

function submitWith<T extends Change>(
  mutate: (submitted: Submitted) => void,
  change: T,
): Submitted<T> {
  const submitted = { ...change, operationId: newUuid() };
  mutate(submitted);
  return submitted;
}

function useTaskChange() {
  const trpc = useTRPC();
  const api = useTRPCClient();
  const queryClient = useQueryClient();
  const localState = useLocalState();
  const toasts = useToasts();
  const isStale = useRef(false);
  const [retrier] = useState(createRetrier);

  function settle(change: Change) {
    localState.pending.set((changes) => changes.filter((other) => other !== change));
    if (localState.pending.get().length > 0) return;
    retrier.reset();
    void queryClient.invalidateQueries(trpc.task.counts.queryFilter());
    if (isStale.current) void queryClient.invalidateQueries(trpc.task.list.pathFilter());
    isStale.current = false;
  }

  /** Writes a confirmed change into the cache, with its ids and versions. */
  function record(made: Change, submitted: Change) {
    if (made.kind === 'create' && submitted.kind === 'create') {
      localState.ids.link(submitted.task.id, made.task.id);
    }
    const before = findBefore(withId(submitted, localState.ids));
    applyToCache(queryClient, trpc, made);
    for (const { id, updatedAt } of before) {
      const after = findCached(queryClient, trpc, id);
      if (after) localState.versions.moved(id, updatedAt, after.updatedAt);
    }
  }

  /** The tasks as the server last returned them, or, when no list contains them, as the person saw them. */
  function findBefore(change: Change): TaskRead[] {
    if (change.kind === 'clear') return [];
    if (change.kind === 'undo') return change.tasks;
    if (change.kind === 'create') return [change.task];
    return [findCached(queryClient, trpc, change.task.id) ?? change.task];
  }

  const mutation = useMutation({
    // One queue: the server gets the changes in the order in which the person made them.
    scope: { id: 'task' },
    mutationFn: (change: Submitted) =>
      sendChange(api, localState, change, (call) =>
        retrier.run(call, () => localState.unansweredOperations.add(change.operationId)),
      ),
    onMutate: (change) => localState.pending.set((changes) => [...changes, change]),
    onSuccess(made, change) {
      if (cancelTaskQueries(queryClient, trpc)) isStale.current = true;
      if (made.kind === 'clear' && made.left !== 0) isStale.current = true;
      record(made, change);
      settle(change);
    },
    onError(error, change) {
      isStale.current = true;
      revertChange(localState, toasts, change, error, (undo) => submitWith(mutation.mutate, undo));
      settle(change);
    },
  });
  return mutation;
}
