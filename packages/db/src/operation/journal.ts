// What every write leaves behind, by whichever verb: what the ORM has flushed becomes one operation, in
// the same transaction. What would go past it fails.
import {
  ChangeSetType,
  type EntityManager,
  type EventSubscriber,
  type FlushEventArgs,
} from '@mikro-orm/core';
import type { Change } from '@tydo/schemas/operation';
import type { TaskRead } from '@tydo/schemas/task';
import { Task } from '../task/task.entity.ts';

/** What each write that is under way has changed until now, by task. */
const recordings = new WeakMap<EntityManager, Map<number, Change>>();
/** Each task as it was when it was loaded, or flushed last. */
const known = new WeakMap<Task, TaskRead>();

/** From now on what `em` flushes is kept. */
export const startRecording = (em: EntityManager): void => void recordings.set(em, new Map());

/** Of a task that was loaded: as it is now, unless it was loaded before and may have been changed. */
export function remember(task: Task): void {
  if (!known.has(task)) known.set(task, task.read());
}

/** Flushes what is left, and gives all that was changed. From now on every flush of a change fails. */
export async function stopRecording(em: EntityManager): Promise<Change[]> {
  await em.flush();
  const changes = [...(recordings.get(em)?.values() ?? [])];
  recordings.delete(em);
  return changes;
}

/** Keeps every change of a task, and refuses whatever could not be told or taken back. */
export const journalKeeper: EventSubscriber = {
  onFlush({ em, uow }: FlushEventArgs): void {
    for (const { entity, meta, type } of uow.getChangeSets()) {
      const isTold = entity instanceof Task && (type === ChangeSetType.CREATE || known.has(entity));
      if (!recordings.has(em) || !isTold) {
        throw new TypeError(`A change of ${meta.className} would not be in the journal.`);
      }
    }
  },

  afterFlush({ em, uow }: FlushEventArgs): void {
    for (const { entity, type } of uow.getChangeSets()) {
      if (!(entity instanceof Task)) continue;
      const after = type.startsWith('delete') ? null : entity.read();
      keep(recordings.get(em), { taskId: entity.id, before: known.get(entity) ?? null, after });
      if (after) known.set(entity, after);
    }
  },
};

/** A task that was flushed twice was changed once, from what it was at first. */
function keep(recording: Map<number, Change> | undefined, change: Change): void {
  const { before } = recording?.get(change.taskId) ?? change;
  if (before === null && change.after === null) recording?.delete(change.taskId);
  else recording?.set(change.taskId, { ...change, before });
}
