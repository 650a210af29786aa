// Puts rows back to what they were before some changes.

import { later } from '@tydo/rules/row';
import { recordOf } from '@tydo/schemas/record';
import { type Noun, type NounEntity, type Row, type RowId } from '../noun.ts';
import type { WriteScope } from '../scope.ts';
import type { RowChange } from './stored-format.ts';
import { changedFields } from './undo-conflict.ts';

/** A row as it is; one that is to be changed, with its entity. */
interface FoundRow {
  now: Row;
  entity?: NounEntity;
}

/** Rows that were locked, by noun and id. */
export class Found {
  readonly #rows = new Map<Noun, Map<RowId, FoundRow>>();

  of({ noun, id }: { noun: Noun; id: RowId }): FoundRow | undefined {
    return this.#rows.get(noun)?.get(id);
  }

  /** Locks rows and adds those that there are. @param asEntities for those that are to be changed. */
  async lock(
    { load, rows }: WriteScope,
    noun: Noun,
    ids: readonly RowId[],
    asEntities: boolean,
  ): Promise<void> {
    if (ids.length === 0) return;
    const found = this.#rows.get(noun) ?? new Map<RowId, FoundRow>();
    this.#rows.set(noun, found);
    if (asEntities) {
      for (const entity of await load(noun, ids)) {
        const now = entity.read();
        found.set(now.id, { now, entity });
      }
    } else {
      for (const now of await rows(noun).lock(ids)) found.set(now.id, { now });
    }
  }
}

/** @returns the rows that there are then, in the order of the changes. */
export async function revertChanges(
  { em, rows, now }: WriteScope,
  changes: readonly RowChange[],
  found: Found,
): Promise<Row[]> {
  const back = new Map<RowChange, Row>();
  for (const [noun, some] of Map.groupBy(changes, (change) => change.noun)) {
    const created = some.flatMap((change) => (change.before ? [] : (found.of(change)?.now ?? [])));
    await rows(noun).remove(created);
    for (const change of some) {
      if (change.before && !change.after) back.set(change, returned(change.before, now));
    }
    await rows(noun).restore(some.flatMap((change) => back.get(change) ?? []));
  }
  for (const change of changes) revertFields(found.of(change)?.entity, change, now);
  await em.flush();
  return changes.flatMap((change) => {
    if (!change.before) return [];
    return back.get(change) ?? found.of(change)?.entity?.read() ?? [];
  });
}

function revertFields(entity: NounEntity | undefined, change: RowChange, now: string): void {
  if (!entity || !change.before) return;
  const before = recordOf(change.before);
  const fields = changedFields(change).map((field) => [field, before[field]]);
  entity.change(Object.fromEntries(fields), now);
}

/** As it was, but for `updatedAt`, which grows. */
const returned = (row: Row, now: string): Row => ({ ...row, updatedAt: later(row, now) });
