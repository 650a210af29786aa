// What differs between the engines. Everything else of a statement is written once.
import type { AliasedRawBuilder, Kysely, RawBuilder, SqlBool } from 'kysely';
import type { FoundTable } from './found-table.ts';

export type Engine = 'sqlite' | 'postgresql';

type Sql = RawBuilder<unknown>;

export interface Dialect {
  engine: Engine;
  /** Whether statements run in this process, without a round trip to a server. */
  isInProcess: boolean;

  /** Converts a value to what the driver binds; lists only for `isAmong` and `pairs`. */
  bindable: (value: unknown) => unknown;
  /** A time as a column stores it. */
  storedTime: (time: Date) => Date | number;
  /** The same in JSON for `jsonRows`, from an ISO timestamp. */
  jsonTime: (time: string) => string | number;

  /** `column` is one of a list. */
  isAmong: (column: Sql, type: 'integer' | 'text', list: unknown) => RawBuilder<SqlBool>;
  /**
   * `column` equals this text, written as a list of one. With `=`, a planner takes the order of
   * `user_id, id` for that of the primary key, and for a user with much of the table it scans that, through
   * all users' rows.
   */
  isOneOf: (column: Sql, text: unknown) => RawBuilder<SqlBool>;
  isTrue: (column: Sql) => RawBuilder<SqlBool>;
  contains: (text: Sql, part: unknown) => RawBuilder<SqlBool>;
  /** SQL for the length of a text column in bytes. */
  byteLength: (column: string) => string;
  /** SQL for a random text that cannot be guessed. */
  randomText: string;

  /** A table of pairs: each of `people` with the id at the same index. */
  pairs: (
    people: unknown,
    ids: unknown,
    idType: 'integer' | 'text',
  ) => { from: AliasedRawBuilder<unknown, 'wanted'>; person: Sql; id: Sql };
  /** The elements of a JSON list in a column, as JSON text, with their index from 0. */
  elements: (column: Sql) => { from: Sql; value: Sql; place: Sql };
  /** A select of columns of `table` from a JSON list of rows. */
  jsonRows: (table: string, columns: readonly string[], json: unknown) => Sql;

  /** Locks at the end of a select. SQLite has one writer at a time and needs none. */
  forUpdate: Sql;
  forUpdateSkipLocked: Sql;
  forShare: Sql;
  /** Waits for an advisory lock on the text, and holds it until the end of the transaction. */
  lockText: (transaction: Kysely<never>, text: string) => Promise<void>;

  /** The clock of the database, which all instances share. */
  clock: {
    now: () => Sql;
    in: (seconds: number) => Sql;
    secondsUntil: (column: Sql) => Sql;
  };

  /** For reading and changing tables. */
  schema: {
    /** SQL for the default `now`, in milliseconds. */
    now: string;
    /** Whether a column can have a collation. */
    hasCollations: boolean;
    /** Whether a column with this default can be added to a table with rows. */
    canAdd: (defaultValue: string | null | undefined) => boolean;
    /** Undefined if there is nothing with that name. */
    readTable: (db: Kysely<never>, name: string) => Promise<FoundTable | undefined>;
    /** Whether reads wait while a table is changed. */
    readersWait: boolean;
    /** Limits how long a transaction may block others. @param limit of each statement, such as `10s`. */
    limitWaiting: (transaction: Kysely<never>, limit: string) => Promise<void>;
    /** Takes the schema lock until the end of the transaction, or returns false at once. */
    tryLock: (transaction: Kysely<never>) => Promise<boolean>;
  };
}
