// How a write deletes, and brings back, thousands of rows: a few hundred with each statement, so that
// neither the event loop nor the server is held for long. What it does is in the journal before it is
// done: there is no other way to these statements.
import { operationLimits } from '@tydo/schemas/operation';
import type { Kysely } from 'kysely';
import { chunks } from '../chunks.ts';
import type { Dialect } from '../dialect/dialect.ts';
import { type Noun, type Row, type RowId, readRow } from '../noun.ts';
import { statementsOf, storedRows } from '../noun-statements.ts';
import type { Execute } from '../statement/prepared.ts';
import type { RecordedChanges } from './recorded-changes.ts';

/** Bytes of an operation that can be undone within the time of one call, also on a busy machine. */
export const undoable = operationLimits.bytes / 2 - 64 * 1024;

export interface BulkRows<R extends Row> {
  /** Those of them that there are, in the order of `ids`, locked until the end of the write. */
  lock: (ids: readonly RowId[]) => Promise<R[]>;
  /**
   * Deletes rows that were locked. @throws Refusal BAD_REQUEST, before it deletes one, where they are
   * more than an operation holds.
   */
  remove: (rows: readonly R[]) => Promise<void>;
  /** Deletes the first of them, as many as the operation still holds and as an undo can answer. @returns how many. */
  removeWhatFits: (rows: readonly R[]) => Promise<number>;
  /** Brings deleted rows back, as they are given. @throws Refusal BAD_REQUEST, as `remove`. */
  restore: (rows: readonly R[]) => Promise<void>;
}

interface Transaction {
  execute: Execute;
  db: Kysely<never>;
  dialect: Dialect;
  personId: string;
  recording: RecordedChanges;
}

/** One person's rows of a noun, in one write. */
export function createBulkRows<R extends Row>(
  { execute, db, dialect, personId, recording }: Transaction,
  noun: Noun<R>,
): BulkRows<R> {
  const { lock, remove, insert } = statementsOf(noun);
  const gone = (row: R) => ({ noun, id: row.id, before: row, after: null });
  const removeAll = async (rows: readonly R[]) => {
    for (const some of chunks(rows)) {
      await execute(remove, { personId, ids: some.map(({ id }) => id) }, db);
    }
  };
  return {
    async lock(ids) {
      const found = new Map<RowId, R>();
      for (const some of chunks(ids)) {
        for (const stored of await lock.execute(execute, personId, { ids: some }, db)) {
          const row = readRow(noun, stored);
          found.set(row.id, row);
        }
      }
      return ids.flatMap((id) => found.get(id) ?? []);
    },
    async remove(rows) {
      for (const row of rows) recording.note(gone(row));
      await removeAll(rows);
    },
    async removeWhatFits(rows) {
      const first = rows.findIndex((row) => !recording.recordIfFits(gone(row), undoable));
      const fitting = first < 0 ? rows : rows.slice(0, first);
      await removeAll(fitting);
      return fitting.length;
    },
    async restore(rows) {
      for (const row of rows) recording.note({ noun, id: row.id, before: null, after: row });
      for (const some of chunks(rows)) {
        await execute(insert, { personId, rows: storedRows(noun, some, dialect) }, db);
      }
    },
  };
}
