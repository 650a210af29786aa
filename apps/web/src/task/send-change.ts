import { contentOf, creationOf } from '@tydo/rules/task';
import type { TaskRead } from '@tydo/schemas/task';
import { readRefusal } from '../lib/refusal.ts';
import type { ApiClient } from '../lib/trpc.ts';
import type { Asked, Change, Undo } from './change.ts';
import { clearingOf, type Desk } from './desk.ts';
import { type Insist, sendClear, sendUnclear, tasksLeftBy } from './send-clearing.ts';

type Update = Extract<Change, { kind: 'update' }>;

/** The task was never created, so nothing can be done to it: that was reported already. */
export class NeverCreated extends Error {}

/**
 * Asks the server for one change and answers with the change as the server made it. Changes are sent
 * one after another, so a task that is created in the same breath has its real id by now. `insist` makes
 * each call, again where that helps.
 */
export async function sendChange(
  api: ApiClient,
  desk: Desk,
  change: Asked,
  insist: Insist,
): Promise<Change> {
  const { operationId } = change;
  switch (change.kind) {
    case 'create': {
      // Without the uid: instances of the version before refuse it during a deployment.
      const input = { ...creationOf(contentOf(change.task)), operationId };
      const task = await insist(() => api.task.create.mutate(input));
      return { kind: 'create', task };
    }
    case 'update':
      return sendUpdate(api, desk, change, insist);
    case 'delete': {
      const id = realId(desk, change.task.id);
      await insist(() => api.task.delete.mutate({ id, operationId })).catch(passOverGone);
      return { kind: 'delete', task: { ...change.task, id } };
    }
    case 'clear': {
      const { cleared, left } = await sendClear(
        (input) => api.task.clearCompleted.mutate(input),
        clearingOf(desk, operationId),
        insist,
      );
      return { kind: 'clear', count: cleared, left };
    }
    case 'undo':
      return sendUndo(api, desk, change, insist);
  }
}

async function sendUpdate(
  api: ApiClient,
  desk: Desk,
  change: Asked<Update>,
  insist: Insist,
): Promise<Change> {
  const { operationId } = change;
  const id = realId(desk, change.task.id);
  const condition = change.seenAt && { ifUpdatedAt: desk.versions.follow(id, change.seenAt) };
  const input = { id, ...change.changes, ...condition, operationId };
  const task = await insist(() => api.task.update.mutate(input));
  return { kind: 'update', task: { ...change.task, id }, changes: task };
}

async function sendUndo(
  api: ApiClient,
  desk: Desk,
  change: Asked<Undo>,
  insist: Insist,
): Promise<Undo> {
  const { of, operationId } = change;
  const tasks =
    of.kind === 'clear'
      ? await sendUnclear(
          (input) => api.operation.undo.mutate(input),
          clearingOf(desk, of.operationId),
          insist,
        )
      : tasksLeftBy(
          await insist(() => api.operation.undo.mutate({ id: of.operationId, operationId })),
        );
  const seen = new Set(change.tasks.map((task) => desk.ids.real(task.id)));
  const wasSeen = (task: TaskRead) => seen.has(task.id);
  const others = tasks.filter((task) => !wasSeen(task));
  return { kind: 'undo', of, tasks: tasks.filter(wasSeen), others };
}

function realId(desk: Desk, id: number): number {
  const real = desk.ids.real(id);
  if (real === undefined) throw new NeverCreated();
  return real;
}

// Somebody else was faster: what the person wanted has come true.
function passOverGone(error: unknown): void {
  if (readRefusal(error).code !== 'NOT_FOUND') throw error;
}
