// Restores rows to what they were before some changes.
import { revertedRow } from '@tydo/rules/undo';
import { recordOf } from '@tydo/schemas/record';
import type { RowChange } from '../entities.ts';
import { type Noun, type Row, type RowId, withFallbacks } from '../noun.ts';
import type { WriteScope } from '../scope.ts';
import { fieldsOf } from './undo-conflict.ts';

/** Locked rows, by noun and id. */
export class LockedRows {
  readonly #rows = new Map<Noun, Map<RowId, Row>>();

  of({ noun, id }: { noun: Noun; id: RowId }): Row | undefined {
    return this.#rows.get(noun)?.get(id);
  }

  /** Locks rows and adds those that exist. */
  async lock({ rows }: WriteScope, noun: Noun, ids: readonly RowId[]): Promise<void> {
    if (ids.length === 0) return;
    const found = this.#rows.get(noun) ?? new Map<RowId, Row>();
    this.#rows.set(noun, found);
    for (const row of await rows(noun).lock(ids)) found.set(noun.idOf(row), row);
  }
}

/** @returns the rows that exist afterwards, in the order of the changes. */
export async function revertChanges(
  { rows, now }: WriteScope,
  changes: readonly RowChange[],
  found: LockedRows,
): Promise<Row[]> {
  const reverted = changes.map((change) => {
    const before = found.of(change);
    const after = revertedRow<Row>(change, before ?? null, fieldsOf(change), now);
    return { noun: change.noun, before, after: after && whole(change.noun, after) };
  });
  for (const [noun, some] of Map.groupBy(reverted, (row) => row.noun)) {
    const bulk = rows(noun);
    await bulk.remove(some.flatMap(({ before, after }) => (before && !after ? before : [])));
    await bulk.restore(some.flatMap(({ before, after }) => (!before && after ? after : [])));
    await bulk.change(
      some.flatMap(({ before, after }) => (before && after ? { before, after } : [])),
    );
  }
  return reverted.flatMap(({ after }) => after ?? []);
}

/** With what an operation of an older version says nothing about, such as when a task was completed. */
const whole = (noun: Noun, row: Row): Row => withFallbacks(noun, { ...recordOf(row) });
