// Restores rows to what they were before some changes.

import { restoredRow, revertedFields } from '@tydo/rules/undo';
import type { RowChange } from '../entities.ts';
import { type Noun, type NounEntity, type Row, type RowId } from '../noun.ts';
import type { WriteScope } from '../scope.ts';

import { fieldsOf } from './undo-conflict.ts';

/** A current row, with its entity if it is to be changed. */
interface LockedRow {
  now: Row;
  entity?: NounEntity;
}

/** Locked rows, by noun and id. */
export class LockedRows {
  readonly #rows = new Map<Noun, Map<RowId, LockedRow>>();

  of({ noun, id }: { noun: Noun; id: RowId }): LockedRow | undefined {
    return this.#rows.get(noun)?.get(id);
  }

  /** Locks rows and adds those that exist. @param asEntities whether they are to be changed. */
  async lock(
    { load, rows }: WriteScope,
    noun: Noun,
    ids: readonly RowId[],
    asEntities: boolean,
  ): Promise<void> {
    if (ids.length === 0) return;
    const found = this.#rows.get(noun) ?? new Map<RowId, LockedRow>();
    this.#rows.set(noun, found);
    if (asEntities) {
      for (const entity of await load(noun, ids)) {
        const now = entity.read();
        found.set(noun.idOf(now), { now, entity });
      }
    } else {
      for (const now of await rows(noun).lock(ids)) found.set(noun.idOf(now), { now });
    }
  }
}

/** @returns the rows that exist afterwards, in the order of the changes. */
export async function revertChanges(
  { em, rows, now }: WriteScope,
  changes: readonly RowChange[],
  found: LockedRows,
): Promise<Row[]> {
  const restored = new Map<RowChange, Row>();
  for (const [noun, some] of Map.groupBy(changes, (change) => change.noun)) {
    const created = some.flatMap((change) => (change.before ? [] : (found.of(change)?.now ?? [])));
    await rows(noun).remove(created);
    for (const change of some) {
      if (change.before && !change.after) restored.set(change, restoredRow(change.before, now));
    }
    await rows(noun).restore(some.flatMap((change) => restored.get(change) ?? []));
  }
  for (const change of changes) revertFields(found.of(change)?.entity, change, now);
  await em.flush();
  return changes.flatMap((change) => {
    if (!change.before) return [];
    return restored.get(change) ?? found.of(change)?.entity?.read() ?? [];
  });
}

function revertFields(entity: NounEntity | undefined, change: RowChange, now: string): void {
  if (!entity || !change.before) return;
  entity.change(revertedFields(change, fieldsOf(change)), now);
}
