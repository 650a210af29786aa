// Reads one row of a person. Concurrent reads share a statement, in which each id stands beside its owner.
import { type SqlBool, sql } from 'kysely';
import { type Noun, type Row, type RowId, readColumnsOf, readRow } from './noun.ts';
import { tableOf } from './own-rows.ts';
import { type BatchLoader, createBatchLoader } from './statement/batch-loader.ts';
import type { Execute, Statement } from './statement/prepared.ts';

interface OwnId {
  personId: string;
  id: RowId;
}

/** Undefined for a missing row and for another user's. */
export type FindRow = <R extends Row>(noun: Noun<R>, wanted: OwnId) => Promise<R | undefined>;

interface Found {
  user_id: string;
  id: RowId;
}

/** @param timeoutMs of a call. */
export function createRowFinder(execute: Execute, timeoutMs: number): FindRow {
  const finders = new Map<unknown, BatchLoader<OwnId, Found>>();
  return async (noun, wanted) => {
    let find = finders.get(noun);
    if (!find) finders.set(noun, (find = finderOf(execute, byOwnersAndIds(noun), timeoutMs)));
    const row = await find(wanted);
    return row && readRow(noun, row);
  };
}

type Wanted = { people: readonly string[]; ids: readonly RowId[] };

const finderOf = (
  execute: Execute,
  statement: Statement<unknown, Wanted, Found>,
  timeoutMs: number,
): BatchLoader<OwnId, Found> =>
  createBatchLoader(timeoutMs, async (wanted) => {
    const rows = await execute(statement, {
      people: wanted.map(({ personId }) => personId),
      ids: wanted.map(({ id }) => id),
    });
    // Two people's rows may have the same text id.
    const found = new Map(rows.map((row) => [`${row.id} ${row.user_id}`, row]));
    return wanted.map(({ personId, id }) => found.get(`${id} ${personId}`));
  });

const byOwnersAndIds =
  <R extends Row>(noun: Noun<R>): Statement<unknown, Wanted, Found> =>
  ({ db, dialect, value }) => {
    const own = (column: string) => sql.ref(`${noun.table}.${column}`);
    const wanted = dialect.pairs(value('people'), value('ids'), noun.key);
    return db
      .selectFrom(wanted.from)
      .crossJoin(tableOf(noun))
      .where(sql<SqlBool>`${own('id')} = ${wanted.id}`)
      .where(sql<SqlBool>`${own('user_id')} = ${wanted.person}`)
      .select([sql<string>`${own('user_id')}`.as('user_id'), sql<RowId>`${own('id')}`.as('id')])
      .select(readColumnsOf(noun).map((column) => own(column).as(column)));
  };
