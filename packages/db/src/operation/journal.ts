// What every write leaves behind, by whichever verb: the changes that the ORM has flushed become one
// operation, in the same transaction. What would go past it fails.
import { type EntityManager, type EventSubscriber, type FlushEventArgs } from '@mikro-orm/core';
import type { Change } from '@tydo/schemas/operation';
import type { TaskRead } from '@tydo/schemas/task';
import { Task } from '../task/task.entity.ts';

/** What each open unit of work has changed until now. */
const open = new WeakMap<EntityManager, Change[]>();
/** Each task as it was when it was loaded, or flushed last. */
const known = new WeakMap<Task, TaskRead>();

/** Begins to keep what `em` flushes; gives the list, which grows. */
export function keepChanges(em: EntityManager): Change[] {
  const changes: Change[] = [];
  open.set(em, changes);
  return changes;
}

/** Keeps every change of a task, and refuses whatever could not be told or taken back. */
export const journalKeeper: EventSubscriber = {
  onLoad({ entity }): void {
    if (entity instanceof Task) known.set(entity, entity.read());
  },

  onFlush({ em, uow }: FlushEventArgs): void {
    for (const { entity, meta } of uow.getChangeSets()) {
      if (!open.has(em) || !(entity instanceof Task)) {
        throw new TypeError(`A change of ${meta.className} would not be in the journal.`);
      }
    }
  },

  afterFlush({ em, uow }: FlushEventArgs): void {
    for (const { entity, type } of uow.getChangeSets()) {
      if (!(entity instanceof Task)) continue;
      const before = known.get(entity) ?? null;
      const after = type.startsWith('delete') ? null : entity.read();
      open.get(em)?.push({ taskId: entity.id, before, after });
      if (after) known.set(entity, after);
    }
  },
};
