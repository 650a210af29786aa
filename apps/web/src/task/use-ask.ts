import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TaskRead } from '@tydo/schemas/task';
import { newUuid } from '@tydo/schemas/uuid';
import { useCallback, useRef, useState } from 'react';
import { createPatience } from '../lib/patience.ts';
import { useTRPC, useTRPCClient } from '../lib/trpc.ts';
import { useToasts } from '../ui/toasts.ts';
import type { Asked, Change } from './change.ts';
import { useDesk } from './desk.ts';
import { sendChange } from './send-change.ts';
import { takeBack } from './take-back.ts';
import { withId } from './task-ids.ts';
import { dropAnswers, findSaved, writeDown } from './use-task-lists.ts';

/** Asks the server for a change, when those before it were answered; it is on the screen at once. */
export function useAsk() {
  const { mutate } = useTaskChange();
  const ask = useCallback(<T extends Change>(change: T) => askWith(mutate, change), [mutate]);
  // `mutate` asks again for what was asked before: it is done once.
  return { ask, askAgain: mutate };
}

function askWith<T extends Change>(mutate: (asked: Asked) => void, change: T): Asked<T> {
  const asked = { ...change, operationId: newUuid() };
  mutate(asked);
  return asked;
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
    if (made.kind === 'create' && asked.kind === 'create') {
      desk.ids.link(asked.task.id, made.task.id);
    }
    const before = findBefore(withId(asked, desk.ids));
    writeDown(queryClient, trpc, made);
    for (const { id, updatedAt } of before) {
      const after = findSaved(queryClient, trpc, id);
      if (after) desk.versions.moved(id, updatedAt, after.updatedAt);
    }
  }

  /** As the server last described it, or, of what the lists don't have, as the person saw it. */
  function findBefore(asked: Change): TaskRead[] {
    if (asked.kind === 'clear') return [];
    if (asked.kind === 'undo') return asked.tasks;
    if (asked.kind === 'create') return [asked.task];
    return [findSaved(queryClient, trpc, asked.task.id) ?? asked.task];
  }

  const mutation = useMutation({
    // One queue: what was done last on the screen is done last on the server.
    scope: { id: 'task' },
    mutationFn: (change: Asked) =>
      sendChange(api, desk, change, (call) =>
        patience.insist(call, () => desk.unanswered.add(change.operationId)),
      ),
    onMutate: (change) => desk.pending.set((changes) => [...changes, change]),
    onSuccess(made, change) {
      if (dropAnswers(queryClient, trpc)) isOutdated.current = true;
      if (made.kind === 'clear' && made.left !== 0) isOutdated.current = true;
      record(made, change);
      settle(change);
    },
    onError(error, change) {
      isOutdated.current = true;
      takeBack(desk, toasts, change, error, (undo) => askWith(mutation.mutate, undo));
      settle(change);
    },
  });
  return mutation;
}
