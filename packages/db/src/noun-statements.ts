// What is asked of the rows of any noun by their ids. Only operation/rows.ts deletes and inserts with
// them: it tells the journal.
import { sql } from 'kysely';
import type { Engine } from './connection/connection.ts';
import type { Statement } from './connection/prepared.ts';
import { allColumnsOf, type Noun, type Row, type RowId, readColumnsOf, storedRow } from './noun.ts';
import { isAmong, ownRowsByIds } from './own-rows.ts';
import type { Owner } from './owner.ts';

interface Ids {
  ids: readonly RowId[];
}

/** Made once for each noun: a statement is compiled once. */
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
  const remove: Statement<unknown, Ids & Owner, never> = ({ engine, raw, value }) =>
    raw(sql`delete from ${table}
      where user_id = ${value('personId')} and ${isAmong(noun.key, engine, value('ids'))}`);
  const insert: Statement<unknown, Owner & { rows: string }, never> = ({ engine, raw, value }) =>
    raw(
      sql`insert into ${table} (user_id, ${names})
        select ${value('personId')}, given.* from (${givenRows(noun, columns, engine, value('rows'))}) as given`,
    );
  return {
    read: ownRowsByIds(noun, readColumnsOf(noun), false),
    /** Until the end of the transaction. */
    lock: ownRowsByIds(noun, readColumnsOf(noun), true),
    /** With all columns, for entities. */
    lockWhole: ownRowsByIds(noun, allColumnsOf(noun), true),
    remove,
    /** With their ids. `rows` is what `storedRows` gives. */
    insert,
  };
}

/** SQL: the columns of rows that were given as JSON. @param json what `storedRows` gives. */
export function givenRows<R extends Row>(
  { table }: Noun<R>,
  columns: readonly string[],
  engine: Engine,
  json: unknown,
) {
  if (engine === 'postgresql') {
    const names = sql.join(columns.map((name) => sql.ref(name)));
    return sql`select ${names} from json_populate_recordset(null::${sql.table(table)}, ${json}::json)`;
  }
  const values = columns.map((name) => sql`value ->> ${sql.lit(name)} as ${sql.ref(name)}`);
  return sql`select ${sql.join(values)} from json_each(${json})`;
}

/** Rows as JSON, as their entity would write them. */
export const storedRows = <R extends Row>(
  noun: Noun<R>,
  rows: readonly R[],
  engine: Engine,
): string => JSON.stringify(rows.map((row) => storedRow(noun, row, engine)));
