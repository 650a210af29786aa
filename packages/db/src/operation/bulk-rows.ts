// Deletes, restores and changes thousands of rows: a few hundred with each statement, so that it blocks neither the
// event loop nor the server for long. Changes are recorded for the journal before they are made, and only
// this file uses these statements.
import { operationLimits } from '@tydo/schemas/operation';
import type { Kysely } from 'kysely';
import { chunks } from '../chunks.ts';
import type { Dialect } from '../dialect/dialect.ts';
import { changedColumns, type Noun, type Row, type RowId, readRow } from '../noun.ts';
import { statementsOf, storedRows } from '../noun-statements.ts';
import type { Execute } from '../statement/prepared.ts';
import { RecordedChanges } from './recorded-changes.ts';

/** The bytes of changes that one call can undo before its time-out, also on a busy machine. */
export const maxUndoBytes = operationLimits.bytes / 2 - 64 * 1024;

export interface BulkRows<R extends Row> {
  /** The rows with these ids that exist, in the order of `ids`; locked until the transaction ends. */
  lock: (ids: readonly RowId[]) => Promise<R[]>;
  /**
   * Deletes locked rows. @throws Refusal BAD_REQUEST, before the first is deleted, if the operation would
   * exceed its limits.
   */
  remove: (rows: readonly R[]) => Promise<void>;
  /**
   * Deletes the first of some groups of locked rows, as many as fit into the operation and can be undone. A
   * group that would fit into no operation is left.
   *
   * @returns how many rows, and whether one was left that fits into the next operation.
   */
  removeWhatFits: (groups: readonly R[][]) => Promise<{ removed: number; isFull: boolean }>;
  /** Inserts deleted rows again. @throws Refusal BAD_REQUEST, as `remove`. */
  restore: (rows: readonly R[]) => Promise<void>;
  /** Writes locked rows; those that did not change are left. @throws Refusal BAD_REQUEST, as `remove`. */
  change: (rows: readonly { before: R; after: R }[]) => Promise<void>;
}

interface Transaction {
  execute: Execute;
  db: Kysely<never>;
  dialect: Dialect;
  personId: string;
  changes: RecordedChanges;
}

/** The rows of a noun of one person, in one write. */
export function createBulkRows<R extends Row>(
  { execute, db, dialect, personId, changes }: Transaction,
  noun: Noun<R>,
): BulkRows<R> {
  const { lock, remove, insert, update } = statementsOf(noun);
  const deletionOf = (row: R) => ({ noun, id: noun.idOf(row), before: row, after: null });
  const removeAll = async (rows: readonly R[]) => {
    for (const some of chunks(rows)) {
      await execute(remove, { personId, ids: some.map((row) => noun.idOf(row)) }, db);
    }
  };
  return {
    async lock(ids) {
      const found = new Map<RowId, R>();
      for (const some of chunks(ids)) {
        for (const stored of await lock.execute(execute, personId, { ids: some }, db)) {
          const row = readRow(noun, stored);
          found.set(noun.idOf(row), row);
        }
      }
      return ids.flatMap((id) => found.get(id) ?? []);
    },
    async remove(rows) {
      for (const row of rows) changes.add(deletionOf(row));
      await removeAll(rows);
    },
    async removeWhatFits(groups) {
      const fitting: R[] = [];
      let isFull = false;
      for (const rows of groups) {
        const deletions = rows.map(deletionOf);
        if (changes.addAllIfFit(deletions, maxUndoBytes)) fitting.push(...rows);
        else isFull = new RecordedChanges().addAllIfFit(deletions, maxUndoBytes);
        if (isFull) break;
      }
      await removeAll(fitting);
      return { removed: fitting.length, isFull };
    },
    async restore(rows) {
      for (const row of rows) changes.add({ noun, id: noun.idOf(row), before: null, after: row });
      for (const some of chunks(rows)) {
        await execute(insert, { personId, rows: storedRows(noun, some, dialect) }, db);
      }
    },
    async change(rows) {
      const changed = rows.filter(({ before, after }) => before !== after);
      for (const { before } of rows) changes.addRead(noun, before);
      for (const { before, after } of changed)
        changes.add({ noun, id: noun.idOf(after), before, after });
      for (const some of chunks(changed)) {
        const columns = changedColumns(noun, some);
        const after = some.map((row) => row.after);
        const stored = storedRows(noun, after, dialect, columns);
        const { statement, isKept } = update(columns);
        await execute(statement, { personId, rows: stored }, db, { isKept });
      }
    },
  };
}
