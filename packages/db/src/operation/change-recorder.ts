// Records what the ORM flushes, so that every write leaves an operation, whichever verb it is. A flush that
// would not be recorded fails.
import {
  ChangeSetType,
  type EntityManager,
  type EventSubscriber,
  type FlushEventArgs,
} from '@mikro-orm/core';
import type { Nouns } from '../entities.ts';
import type { Noun, NounEntity, Row } from '../noun.ts';
import { RecordedChanges } from './recorded-changes.ts';

/** The recorded changes of each running write. */
const recordings = new WeakMap<EntityManager, RecordedChanges>();
/** The row of each entity when it was loaded or last flushed. */
const lastRows = new WeakMap<object, Row>();

/** Starts to record what `em` flushes. */
export function startRecording(em: EntityManager): RecordedChanges {
  const changes = new RecordedChanges();
  recordings.set(em, changes);
  return changes;
}

/** Keeps the row of a loaded entity, unless it was loaded before and may have been changed since. */
export function trackEntity<R extends Row>(
  em: EntityManager,
  noun: Noun<R>,
  entity: NounEntity<R>,
): void {
  if (lastRows.has(entity)) return;
  const row = entity.read();
  lastRows.set(entity, row);
  recordings.get(em)?.addRead(noun, row);
}

/** Flushes what is left. After this, a flush that changes something fails. */
export async function stopRecording(em: EntityManager): Promise<void> {
  await em.flush();
  recordings.delete(em);
}

/** The subscriber that records each flushed change, and refuses one that could not be undone. */
export function changeRecorder({ nounOf }: Nouns): EventSubscriber {
  return {
    onFlush({ em, uow }: FlushEventArgs): void {
      for (const { entity, meta, type } of uow.getChangeSets()) {
        const isRecordable =
          nounOf(entity) && (type === ChangeSetType.CREATE || lastRows.has(entity));
        if (!recordings.has(em) || !isRecordable) {
          throw new TypeError(`A change of ${meta.className} would not be in the journal.`);
        }
      }
    },

    afterFlush({ em, uow }: FlushEventArgs): void {
      for (const { entity, type } of uow.getChangeSets()) {
        const found = nounOf(entity);
        if (!found) continue;
        const row = found.entity.read();
        const isDeleted = type === ChangeSetType.DELETE || type === ChangeSetType.DELETE_EARLY;
        const after = isDeleted ? null : row;
        const before = lastRows.get(entity) ?? null;
        recordings.get(em)?.add({ noun: found.noun, id: found.noun.idOf(row), before, after });
        if (after) lastRows.set(entity, after);
      }
    },
  };
}
