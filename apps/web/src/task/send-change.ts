import { contentOf, createInputOf } from '@tydo/rules/task';
import type { TaskRead } from '@tydo/schemas/task';
import { readRefusal } from '../lib/refusal.ts';
import type { ApiClient } from '../lib/trpc.ts';
import type { Change, Submitted, Undo } from './change.ts';
import { clearingOf, type LocalState } from './local-state.ts';
import { type Retry, sendClearing, tasksAfter, undoClearing } from './send-clearing.ts';

type Update = Extract<Change, { kind: 'update' }>;

/** The task was never created, so it can't be changed. The failed creation has already been reported. */
export class NeverCreated extends Error {}

/**
 * Sends one change, with retries by `retry`, and returns the change as the server made it. Changes are
 * sent one after another, so a task that was created just before has its real id by now.
 */
export async function sendChange(
  api: ApiClient,
  localState: LocalState,
  change: Submitted,
  retry: Retry,
): Promise<Change> {
  const { operationId } = change;
  switch (change.kind) {
    case 'create': {
      // Without the uid: during a deployment, instances of the previous version reject it.
      const input = { ...createInputOf(contentOf(change.task)), operationId };
      const task = await retry(() => api.task.create.mutate(input));
      return { kind: 'create', task };
    }
    case 'update':
      return sendUpdate(api, localState, change, retry);
    case 'delete': {
      const id = realId(localState, change.task.id);
      await retry(() => api.task.delete.mutate({ id, operationId })).catch(ignoreNotFound);
      return { kind: 'delete', task: { ...change.task, id } };
    }
    case 'clear': {
      const { cleared, left } = await sendClearing(
        (input) => api.task.clearCompleted.mutate(input),
        clearingOf(localState, operationId),
        retry,
      );
      return { kind: 'clear', count: cleared, left };
    }
    case 'undo':
      return sendUndo(api, localState, change, retry);
  }
}

async function sendUpdate(
  api: ApiClient,
  localState: LocalState,
  change: Submitted<Update>,
  retry: Retry,
): Promise<Change> {
  const { operationId } = change;
  const id = realId(localState, change.task.id);
  const condition = change.seenAt && { ifUpdatedAt: localState.versions.follow(id, change.seenAt) };
  const input = { id, ...change.changes, ...condition, operationId };
  const task = await retry(() => api.task.update.mutate(input));
  return { kind: 'update', task: { ...change.task, id }, changes: task };
}

async function sendUndo(
  api: ApiClient,
  localState: LocalState,
  change: Submitted<Undo>,
  retry: Retry,
): Promise<Undo> {
  const { of, operationId } = change;
  const tasks =
    of.kind === 'clear'
      ? await undoClearing(
          (input) => api.operation.undo.mutate(input),
          clearingOf(localState, of.operationId),
          retry,
        )
      : tasksAfter(
          await retry(() => api.operation.undo.mutate({ id: of.operationId, operationId })),
        );
  const seen = new Set(change.tasks.map((task) => localState.ids.real(task.id)));
  const wasSeen = (task: TaskRead) => seen.has(task.id);
  const others = tasks.filter((task) => !wasSeen(task));
  return { kind: 'undo', of, tasks: tasks.filter(wasSeen), others };
}

function realId(localState: LocalState, id: number): number {
  const real = localState.ids.real(id);
  if (real === undefined) throw new NeverCreated();
  return real;
}

// Another device was faster: the task is gone, as the person wanted.
function ignoreNotFound(error: unknown): void {
  if (readRefusal(error).code !== 'NOT_FOUND') throw error;
}
