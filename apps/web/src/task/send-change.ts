import { readRefusal } from '../lib/refusal.ts';
import type { ApiClient } from '../lib/trpc.ts';
import type { Asked, Change, Undo } from './change.ts';
import type { Desk } from './desk.ts';

type Update = Extract<Change, { kind: 'update' }>;

/** The task was never created, so nothing can be done to it: that was reported already. */
export class NeverCreated extends Error {}

/**
 * Asks the server for one change and answers with the change as the server made it. Changes are sent
 * one after another, so a task that is created in the same breath has its real id by now.
 */
export async function sendChange(api: ApiClient, desk: Desk, change: Asked): Promise<Change> {
  const { operationId } = change;
  switch (change.kind) {
    case 'create': {
      const { title, description } = change.task;
      const task = await api.task.create.mutate({ title, description, operationId });
      return { kind: 'create', task };
    }
    case 'update':
      return sendUpdate(api, desk, change);
    case 'delete': {
      const id = realId(desk, change.task.id);
      await api.task.delete.mutate({ id, operationId }).catch(passOverGone);
      return { kind: 'delete', task: { ...change.task, id } };
    }
    case 'clear': {
      const { deleted } = await api.task.clearCompleted.mutate({ operationId });
      return { kind: 'clear', count: deleted };
    }
    case 'undo':
      return sendUndo(api, desk, change);
  }
}

async function sendUpdate(api: ApiClient, desk: Desk, change: Asked<Update>): Promise<Change> {
  const { operationId } = change;
  const id = realId(desk, change.task.id);
  const condition = change.seenAt && { ifUpdatedAt: desk.versions.follow(id, change.seenAt) };
  const task = await api.task.update.mutate({ id, ...change.changes, ...condition, operationId });
  return { kind: 'update', task: { ...change.task, id }, changes: task };
}

async function sendUndo(api: ApiClient, desk: Desk, change: Asked<Undo>): Promise<Undo> {
  const { of, operationId } = change;
  const { tasks } = await api.operation.undo.mutate({ id: of.operationId, operationId });
  // A thousand may come back: those that were not on the screen are loaded when they are wanted.
  const seen = new Set(change.tasks.map((task) => desk.ids.real(task.id)));
  return { kind: 'undo', of, tasks: tasks.filter((task) => seen.has(task.id)) };
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
