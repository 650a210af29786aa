import { sql } from 'kysely';
import type { Dialect } from './dialect.ts';
import { readPostgresTable } from './postgres-catalogue.ts';

// Any number, the same in every process of ours: who holds it may change the schema. Not the session's
// lock but the transaction's, which PgBouncer keeps apart.
const schemaLock = 8493127;

export const postgresDialect: Dialect = {
  engine: 'postgresql',
  accountsType: 'postgres',
  isInProcess: false,

  bindable: (value) => value,
  storedTime: (time) => time,
  jsonTime: (time) => time,

  isAmong: (column, type, list) => sql`${column} = any(${list}::${sql.raw(type)}[])`,
  isOneOf: (column, text) => sql`${column} = any(array[${text}]::text[])`,
  isTrue: (column) => sql`${column} = true`,
  contains: (text, part) => sql`strpos(${text}, ${part}::text) > 0`,
  byteLength: (column) => `octet_length(${column})`,
  randomText: 'gen_random_uuid()::text',

  pairs: (people, ids, idType) => ({
    from: sql`unnest(${people}::text[], ${ids}::${sql.raw(idType)}[])`.as(
      sql`wanted (user_id, id)`,
    ),
    person: sql`wanted.user_id`,
    id: sql`wanted.id`,
  }),
  elements: (column) => ({
    from: sql`json_array_elements(${column}) with ordinality as element (value, place)`,
    value: sql`element.value::text`,
    place: sql`element.place - 1`,
  }),
  jsonRows(table, columns, json) {
    const names = sql.join(columns.map((name) => sql.ref(name)));
    return sql`select ${names} from json_populate_recordset(null::${sql.table(table)}, ${json}::json)`;
  },

  forUpdate: sql`for update`,
  forUpdateSkipLocked: sql`for update skip locked`,
  forShare: sql`for share`,
  async lockText(transaction, text) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${text}, 0))`.execute(transaction);
  },

  // The database's: those of the instances may differ.
  clock: {
    now: () => sql`clock_timestamp()`,
    in: (seconds) => sql`clock_timestamp() + ${seconds} * interval '1 second'`,
    secondsUntil: (column) => sql`extract(epoch from ${column} - clock_timestamp())::float8`,
  },

  schema: {
    // Three digits, as many as JavaScript has.
    now: 'current_timestamp(3)',
    hasCollations: true,
    canAdd: () => true,
    readTable: readPostgresTable,
    readersWait: true,
    async limitWaiting(transaction, limit) {
      await sql`
        select set_config('lock_timeout', '1s', true), set_config('statement_timeout', ${limit}, true)`.execute(
        transaction,
      );
    },
    // It does not wait: a pooler would give its connections to those who do.
    async tryLock(transaction) {
      const { rows } = await sql<{ taken: boolean }>`
        select pg_try_advisory_xact_lock(${schemaLock}::bigint) as taken`.execute(transaction);
      return rows[0]?.taken === true;
    },
  },
};
