import { sql } from 'kysely';
import type { Dialect } from './dialect.ts';
import { readPostgresTable } from './postgres-catalogue.ts';

// The key of the advisory lock for changing the schema: any number, the same in all processes. A lock of the
// transaction, because PgBouncer shares sessions.
const schemaLock = 8493127;

export const postgresDialect: Dialect = {
  engine: 'postgresql',
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

  // The clocks of the instances may differ.
  clock: {
    now: () => sql`clock_timestamp()`,
    in: (seconds) => sql`clock_timestamp() + ${seconds} * interval '1 second'`,
    secondsUntil: (column) => sql`extract(epoch from ${column} - clock_timestamp())::float8`,
  },

  schema: {
    // Milliseconds, as in JavaScript.
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
    // Without waiting: waiting transactions would use up a pooler's connections.
    async tryLock(transaction) {
      const { rows } = await sql<{ taken: boolean }>`
        select pg_try_advisory_xact_lock(${schemaLock}::bigint) as taken`.execute(transaction);
      return rows[0]?.taken === true;
    },
  },
};
