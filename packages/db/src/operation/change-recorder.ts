// What every write leaves behind, by whichever verb: what the ORM has flushed, or bulk-rows.ts has written,
// becomes one operation, in the same transaction. What would go past it fails.
import {
  ChangeSetType,
  type EntityManager,
  type EventSubscriber,
  type FlushEventArgs,
} from '@mikro-orm/core';
import type { Nouns } from '../entities.ts';
import type { Noun, NounEntity, Row } from '../noun.ts';
import { RecordedChanges } from './recorded-changes.ts';

/** Of each write that is under way. */
const recordings = new WeakMap<EntityManager, RecordedChanges>();
/** Each entity as its row was when it was loaded, or flushed last. */
const known = new WeakMap<object, Row>();

/** From now on what `em` flushes is kept. */
export function startRecording(em: EntityManager): RecordedChanges {
  const recording = new RecordedChanges();
  recordings.set(em, recording);
  return recording;
}

/** Of an entity that was loaded: as it is now, unless it was loaded before and may have been changed. */
export function trackEntity<R extends Row>(
  em: EntityManager,
  noun: Noun<R>,
  entity: NounEntity<R>,
): void {
  if (known.has(entity)) return;
  const row = entity.read();
  known.set(entity, row);
  recordings.get(em)?.see(noun, row);
}

/** Flushes what is left. From now on every flush of a change fails. */
export async function stopRecording(em: EntityManager): Promise<void> {
  await em.flush();
  recordings.delete(em);
}

/** Keeps every change of a row, and refuses whatever could not be told or taken back. */
export function changeRecorder({ nounOf }: Nouns): EventSubscriber {
  return {
    onFlush({ em, uow }: FlushEventArgs): void {
      for (const { entity, meta, type } of uow.getChangeSets()) {
        const isTold = nounOf(entity) && (type === ChangeSetType.CREATE || known.has(entity));
        if (!recordings.has(em) || !isTold) {
          throw new TypeError(`A change of ${meta.className} would not be in the journal.`);
        }
      }
    },

    afterFlush({ em, uow }: FlushEventArgs): void {
      for (const { entity, type } of uow.getChangeSets()) {
        const told = nounOf(entity);
        if (!told) continue;
        const row = told.entity.read();
        const isGone = type === ChangeSetType.DELETE || type === ChangeSetType.DELETE_EARLY;
        const after = isGone ? null : row;
        const before = known.get(entity) ?? null;
        recordings.get(em)?.note({ noun: told.noun, id: row.id, before, after });
        if (after) known.set(entity, after);
      }
    },
  };
}
