// What verbs see: the types of a unit of work, without the class that makes them.
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Nouns } from './entities.ts';
import type { Internals } from './internals.ts';
import type { Noun, NounEntity, Row, RowId } from './noun.ts';
import type { BulkRows } from './operation/bulk-rows.ts';
import type { WriteResult } from './operation/idempotency.ts';
import type { JournalReader } from './operation/journal-reader.ts';
import type { LoadedChanges } from './operation/load-changes.ts';
import type { QueryOwn } from './own-rows.ts';

/** What a read has at hand: queries that are restricted to the owner already. */
export interface ReadScope {
  query: QueryOwn;
  nouns: Nouns;
  journal: () => JournalReader;
  /** The ORM, for a read that is rare: its filter knows the owner. */
  em: () => Pick<SqlEntityManager, 'find'>;
  /** The row of this id, if it is theirs; asked for together with others' rows. */
  find: <R extends Row>(noun: Noun<R>, id: RowId) => Promise<R | undefined>;
  /** Before so much is read for an answer. */
  reserveMemory: ReserveMemory;
}

/**
 * Told how large the JSON of an answer, or of what a write changes, will be, at most, before it is read.
 * Waits until there is room for it; what it throws ends the call before anything is done.
 */
export type ReserveMemory = (size: AnswerSize) => Promise<void>;

export interface AnswerSize {
  /** In bytes. */
  atMost: number;
  /** Whether it will be so much, or nearly. */
  exactly: boolean;
  /** `changes`: only while the call runs, its answer is small. */
  of: 'answer' | 'changes';
}

/** What a write has at hand: entities, filtered, guarded and journalled, and what was done before. */
export interface WriteScope {
  em: Pick<SqlEntityManager, 'create' | 'flush' | 'remove'>;
  nouns: Nouns;
  /** Entities of these ids, locked until the end of the write; those that there are, in no order. */
  load: <R extends Row, E extends NounEntity<R>>(
    noun: Noun<R, E>,
    ids: readonly RowId[],
  ) => Promise<E[]>;
  /** Asks a statement that only reads; what it gives is neither locked nor an entity. */
  query: QueryOwn;
  /** Many rows of a noun at once, by statements; journalled like the rest. */
  rows: <R extends Row>(noun: Noun<R>) => BulkRows<R>;
  personId: string;
  /** When the write began, as an ISO timestamp: one for all rows that it makes or changes. */
  now: string;
  journal: JournalReader;
  /** What an operation changed. @throws Refusal NOT_FOUND */
  loadChanges: (operationId: string) => Promise<LoadedChanges>;
  /**
   * Waits for the person's other writes that took their turn, and holds the next off until this one
   * ends. Needed, before rows are locked, by what sets a reference or deletes a row that may be named.
   */
  lockOwner: () => Promise<void>;
}

/** An input that may carry its caller's own name for what is to be done. */
export interface WithOperationId {
  operationId?: string | undefined;
}

export type Work<Input extends WithOperationId, Result> = (
  scope: WriteScope,
  input: Omit<Input, 'operationId'>,
) => Promise<Result>;

/** What is known of a write beforehand. */
export interface WriteOptions {
  /** The id of the operation that it takes back. */
  undoes?: string;
  /** How large its answer, or what it changes, may be. Default: small. */
  size?: Pick<AnswerSize, 'atMost' | 'of'>;
}

/** How a verb gets at its scope. */
export interface ScopeProvider {
  /** Statements that only read, without a transaction. */
  read: <T>(work: (scope: ReadScope) => Promise<T>) => Promise<T>;
  /**
   * One transaction: all of `work` or nothing, and with it what it changed in the journal. Under an
   * `operationId` that was used already it gives what was given then.
   *
   * @param kind the procedure's name.
   * @throws Refusal BAD_REQUEST where it changes more than one operation holds.
   */
  write: <Input extends WithOperationId, Result>(
    kind: string,
    input: Input,
    work: Work<Input, Result>,
    about?: WriteOptions,
  ) => Promise<WriteResult<Result>>;
}

/** Of an open database. */
export interface UnitDependencies extends Omit<Internals, 'findSession'> {
  /** An EntityManager for one write of this person. */
  fork: (personId: string) => SqlEntityManager;
}
