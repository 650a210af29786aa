import { readRefusal } from '../lib/refusal.ts';
import type { ApiClient } from '../lib/trpc.ts';
import type { Change } from './change.ts';
import type { Desk } from './desk.ts';

type Update = Extract<Change, { kind: 'update' }>;

/** The task was never created, so nothing can be done to it: that was reported already. */
export class NeverCreated extends Error {}

/**
 * Asks the server for one change and answers with the change as the server made it. Changes are sent
 * one after another, so a task that is created in the same breath has its real id by now.
 */
export async function sendChange(api: ApiClient, desk: Desk, change: Change): Promise<Change> {
  switch (change.kind) {
    case 'create': {
      const { title, description } = change.task;
      const task = await api.task.create.mutate({ title, description });
      return { kind: 'create', task };
    }
    case 'update':
      return sendUpdate(api, desk, change);
    case 'delete': {
      const id = realId(desk, change.task.id);
      await api.task.delete.mutate({ id }).catch(passOverGone);
      return { kind: 'delete', task: { ...change.task, id } };
    }
    case 'clear': {
      const { deleted } = await api.task.clearCompleted.mutate();
      return { kind: 'clear', count: deleted };
    }
  }
}

async function sendUpdate(api: ApiClient, desk: Desk, change: Update): Promise<Change> {
  const id = realId(desk, change.task.id);
  const condition = change.seenAt && { ifUpdatedAt: desk.versions.follow(id, change.seenAt) };
  const task = await api.task.update.mutate({ id, ...change.changes, ...condition });
  return { kind: 'update', task: { ...change.task, id }, changes: task };
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
