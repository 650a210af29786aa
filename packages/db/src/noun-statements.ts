// Statements over the rows of any noun by their ids. Only operation/bulk-rows.ts writes with
// them, because it records the changes for the journal.
import { sql } from 'kysely';
import { chunks } from './chunks.ts';
import type { Dialect } from './dialect/dialect.ts';
import {
  allColumnsOf,
  type Noun,
  type Row,
  type RowId,
  readColumnsOf,
  readRow,
  storedRow,
} from './noun.ts';
import { ownPage, ownRowNaming, ownRowsByIds, type QueryOwn } from './own-rows.ts';
import type { Owner } from './owner-filter.ts';
import { maxKeptSets, type Statement } from './statement/prepared.ts';

interface Ids {
  ids: readonly RowId[];
}

/** Built once per noun, so that each statement is compiled once. */
export function statementsOf<R extends Row>(noun: Noun<R>): Statements {
  let statements = made.get(noun);
  if (!statements) made.set(noun, (statements = makeStatements(noun)));
  return statements;
}

const made = new WeakMap<object, Statements>();
type Statements = ReturnType<typeof makeStatements>;

function makeStatements<R extends Row>(noun: Noun<R>) {
  const table = sql.table(noun.table);
  // Without `user_id`.
  const columns = [...readColumnsOf(noun), ...noun.derived.map(({ column }) => column)];
  const names = sql.join(columns.map((name) => sql.ref(name)));
  const remove: Statement<unknown, Ids & Owner, never> = ({ dialect, raw, value }) =>
    raw(sql`delete from ${table}
      where user_id = ${value('personId')} and ${dialect.isAmong(sql.ref('id'), noun.key, value('ids'))}`);
  const insert: Statement<unknown, Owner & { rows: string }, never> = ({ dialect, raw, value }) =>
    raw(
      sql`insert into ${table} (user_id, ${names})
        select ${value('personId')}, given.* from (${dialect.jsonRows(noun.table, columns, value('rows'))}) as given`,
    );
  const updates = new Map<string, Statement<unknown, Owner & { rows: string }, never>>();
  return {
    read: ownRowsByIds(noun, readColumnsOf(noun), false),
    /** Reads and locks them until the end of the transaction. */
    lock: ownRowsByIds(noun, readColumnsOf(noun), true),
    /** The same with all columns, for entities. */
    lockWhole: ownRowsByIds(noun, allColumnsOf(noun), true),
    /** The newest first. */
    firstPage: ownPage(noun, readColumnsOf(noun), true),
    nextPage: ownPage(noun, readColumnsOf(noun), false),
    remove,
    /** By the field of a reference: a row that names one of some rows. */
    naming: new Map(
      noun.references
        .filter(({ isList }) => !isList)
        .map(({ field, column }) => [field, ownRowNaming(noun, column)]),
    ),
    /** Inserts rows with their ids. `rows` is the result of `storedRows`. */
    insert,
    /** Writes these columns of rows that exist. `rows` as above. The statement is kept only if `isKept`. */
    update: (changed: readonly string[]) => {
      const key = changed.join();
      const kept = updates.get(key);
      if (kept) return { statement: kept, isKept: true };
      const statement = updateOf(noun, changed);
      const isKept = updates.size < maxKeptSets;
      if (isKept) updates.set(key, statement);
      return { statement, isKept };
    },
  };
}

function updateOf<R extends Row>(
  noun: Noun<R>,
  columns: readonly string[],
): Statement<unknown, Owner & { rows: string }, never> {
  const table = sql.table(noun.table);
  const set = columns.map((name) => sql`${sql.ref(name)} = given.${sql.ref(name)}`);
  return ({ dialect, raw, value }) =>
    // Materialized: otherwise SQLite reads all of an owner's rows, and the JSON again for each.
    raw(sql`with given as materialized (${dialect.jsonRows(noun.table, ['id', ...columns], value('rows'))})
      update ${table} set ${sql.join(set)} from given
      where ${table}.user_id = ${value('personId')} and ${table}.id = given.id`);
}

/** The rows with these ids that exist, by id; read in parts. */
export async function rowsByIds<R extends Row>(
  query: QueryOwn,
  noun: Noun<R>,
  ids: readonly RowId[],
): Promise<Map<RowId, R>> {
  const rows = new Map<RowId, R>();
  for (const some of chunks(ids)) {
    for (const stored of await query(statementsOf(noun).read, { ids: some })) {
      const row = readRow(noun, stored);
      rows.set(noun.idOf(row), row);
    }
  }
  return rows;
}

/** Rows as JSON for `insert` and `update`. @param columns by default all. */
export const storedRows = <R extends Row>(
  noun: Noun<R>,
  rows: readonly R[],
  dialect: Dialect,
  columns?: readonly string[],
): string => {
  const only = columns && new Set(['id', ...columns]);
  return JSON.stringify(rows.map((row) => storedRow(noun, row, dialect, only)));
};
