// What differs between the engines. All else of a statement is written once.
import type { AliasedRawBuilder, Kysely, RawBuilder, SqlBool } from 'kysely';
import type { FoundTable } from './found-table.ts';

export type Engine = 'sqlite' | 'postgresql';

type Sql = RawBuilder<unknown>;

export interface Dialect {
  engine: Engine;
  /** As Better Auth calls it. */
  accountsType: 'sqlite' | 'postgres';
  /** Whether a statement costs no way to a server. */
  isInProcess: boolean;

  /** A value as a statement takes it; lists only where a statement reads them with this dialect. */
  bindable: (value: unknown) => unknown;
  /** A time as a column holds it. */
  storedTime: (time: Date) => Date | number;
  /** The same in JSON, from an ISO timestamp, for `jsonRows`. */
  jsonTime: (time: string) => string | number;

  /** `column` is one of a list. */
  isAmong: (column: Sql, type: 'integer' | 'text', list: unknown) => RawBuilder<SqlBool>;
  /**
   * `column` is this text, as a list of one. With `=` the order by `user_id, id` would be the primary
   * key's to the planner, and it walks that, through everybody's rows, for somebody who has much of the
   * table.
   */
  isOneOf: (column: Sql, text: unknown) => RawBuilder<SqlBool>;
  isTrue: (column: Sql) => RawBuilder<SqlBool>;
  contains: (text: Sql, part: unknown) => RawBuilder<SqlBool>;
  /** SQL for how many bytes the text of a column has. */
  byteLength: (column: string) => string;
  /** SQL for a text that nobody can guess. */
  randomText: string;

  /** A table of pairs: each of `people` beside the id at the same place. */
  pairs: (
    people: unknown,
    ids: unknown,
    idType: 'integer' | 'text',
  ) => { from: AliasedRawBuilder<unknown, 'wanted'>; person: Sql; id: Sql };
  /** The elements of a JSON list in a column, as JSON text, each with its place from 0. */
  elements: (column: Sql) => { from: Sql; value: Sql; place: Sql };
  /** A select of columns of `table` from a JSON list of rows. */
  jsonRows: (table: string, columns: readonly string[], json: unknown) => Sql;

  /** Ends of a select. SQLite has one writer at a time, and needs none of them. */
  forUpdate: Sql;
  forUpdateSkipLocked: Sql;
  forShare: Sql;
  /** Waits for others who lock the same text, until the end of the transaction. */
  lockText: (transaction: Kysely<never>, text: string) => Promise<void>;

  /** The clock that all instances share. */
  clock: {
    now: () => Sql;
    in: (seconds: number) => Sql;
    secondsUntil: (column: Sql) => Sql;
  };

  /** What changes tables, or looks at them. */
  schema: {
    /** SQL for the default of a time that is now, to the millisecond. */
    now: string;
    /** Whether a column can compare by other than bytes. */
    hasCollations: boolean;
    /** Whether a column with this default can be added to a table that has rows. */
    canAdd: (defaultValue: string | null | undefined) => boolean;
    /** Undefined where nothing has that name. */
    readTable: (db: Kysely<never>, name: string) => Promise<FoundTable | undefined>;
    /** Whether readers wait for who changes a table. */
    readersWait: boolean;
    /** For a transaction that must not stop others. @param limit of each statement, such as `10s`. */
    limitWaiting: (transaction: Kysely<never>, limit: string) => Promise<void>;
    /** Whether no other process holds it; until the end of the transaction. Waits for nobody. */
    tryLock: (transaction: Kysely<never>) => Promise<boolean>;
  };
}
