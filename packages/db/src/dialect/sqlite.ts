import { sql } from 'kysely';
import type { Dialect } from './dialect.ts';
import { readSqliteTable } from './sqlite-catalogue.ts';

const none = sql``;

export const sqliteDialect: Dialect = {
  engine: 'sqlite',
  isInProcess: true,

  // better-sqlite3 binds no booleans, times and lists; those are read with `json_each`.
  bindable(value) {
    if (typeof value === 'boolean') return Number(value);
    if (value instanceof Date) return value.getTime();
    return Array.isArray(value) ? JSON.stringify(value) : value;
  },
  storedTime: (time) => time.getTime(),
  jsonTime: (time) => Date.parse(time),

  isAmong: (column, _type, list) => sql`${column} in (select value from json_each(${list}))`,
  isOneOf: (column, text) => sql`${column} in (select ${text})`,
  isTrue: (column) => sql`${column} = 1`,
  contains: (text, part) => sql`instr(${text}, ${part}) > 0`,
  byteLength: (column) => `length(cast(${column} as blob))`,
  randomText: 'lower(hex(randomblob(16)))',

  pairs: (people, ids) => ({
    from: sql`json_each(${ids})`.as('wanted'),
    person: sql`${people} ->> wanted.key`,
    id: sql`wanted.value`,
  }),
  elements: (column) => ({
    from: sql`json_each(${column}) as element`,
    value: sql`element.value`,
    place: sql`element.key`,
  }),
  jsonRows(_table, columns, json) {
    const values = columns.map((name) => sql`value ->> ${sql.lit(name)} as ${sql.ref(name)}`);
    return sql`select ${sql.join(values)} from json_each(${json})`;
  },

  forUpdate: none,
  forUpdateSkipLocked: none,
  forShare: none,
  lockText: async () => {},

  clock: {
    now: () => sql`${Date.now()}`,
    in: (seconds) => sql`${Date.now() + seconds * 1_000}`,
    secondsUntil: (column) => sql`(${column} - ${Date.now()}) / 1000.0`,
  },

  schema: {
    // The ORM stores dates as milliseconds; SQLite's own current_timestamp is a text.
    now: "(cast(unixepoch('subsec') * 1000 as integer))",
    hasCollations: false,
    canAdd: (defaultValue) => !defaultValue?.startsWith('('),
    readTable: readSqliteTable,
    readersWait: false,
    limitWaiting: async () => {},
    // The transaction itself holds the file.
    tryLock: async () => true,
  },
};
