// What every write leaves behind, by whichever verb: what the ORM has flushed, or rows.ts has written,
// becomes one operation, in the same transaction. What would go past it fails.
import {
  ChangeSetType,
  type EntityManager,
  type EventSubscriber,
  type FlushEventArgs,
} from '@mikro-orm/core';
import type { TaskRead } from '@tydo/schemas/task';
import { Task } from '../task/task.entity.ts';
import { Recording } from './recording.ts';

/** Of each write that is under way. */
const recordings = new WeakMap<EntityManager, Recording>();
/** Each task as it was when it was loaded, or flushed last. */
const known = new WeakMap<Task, TaskRead>();

/** From now on what `em` flushes is kept. */
export function startRecording(em: EntityManager): Recording {
  const recording = new Recording();
  recordings.set(em, recording);
  return recording;
}

/** Of a task that was loaded: as it is now, unless it was loaded before and may have been changed. */
export function remember(em: EntityManager, task: Task): void {
  if (known.has(task)) return;
  const read = task.read();
  known.set(task, read);
  recordings.get(em)?.see(read);
}

/** Flushes what is left. From now on every flush of a change fails. */
export async function stopRecording(em: EntityManager): Promise<void> {
  await em.flush();
  recordings.delete(em);
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
      const change = { taskId: entity.id, before: known.get(entity) ?? null, after };
      recordings.get(em)?.note(change);
      if (after) known.set(entity, after);
    }
  },
};
