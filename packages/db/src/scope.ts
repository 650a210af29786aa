// `ReadScope` and `WriteScope`: the queries, locks and changes that a verb may use, restricted to one person.
// Apart from unit-of-work.ts, which creates them, so that there is no import cycle.
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Nouns } from './entities.ts';
import type { Internals } from './internals.ts';
import type { Noun, NounEntity, Row, RowId } from './noun.ts';
import type { BulkRows } from './operation/bulk-rows.ts';
import type { WriteResult } from './operation/idempotency.ts';
import type { JournalReader } from './operation/journal-reader.ts';
import type { LoadedChanges } from './operation/load-changes-to-undo.ts';
import type { QueryOwn } from './own-rows.ts';

/** What a read works with: queries that are restricted to the owner. */
export interface ReadScope {
  query: QueryOwn;
  nouns: Nouns;
  journal: () => JournalReader;
  /** The ORM, for rare reads; its filter restricts them to the owner. */
  em: () => Pick<SqlEntityManager, 'find'>;
  /** The row of this id, if the owner has it. Concurrent calls share a statement. */
  find: <R extends Row>(noun: Noun<R>, id: RowId) => Promise<R | undefined>;
  /** Called before an answer of this size is read. */
  reserveMemory: ReserveMemory;
}

/**
 * Called with the maximum size of an answer's JSON, or of a write's changes, before they are read. Resolves
 * when there is memory for it; if it rejects, the call ends before anything is done.
 */
export type ReserveMemory = (size: AnswerSize) => Promise<void>;

export interface AnswerSize {
  /** Bytes. */
  atMost: number;
  /** Whether the real size is about `atMost`. */
  exactly: boolean;
  /** `changes`: needed only while the call runs; its answer is small. */
  of: 'answer' | 'changes';
}

/** What a write works with. All that it changes goes into the journal. */
export interface WriteScope {
  em: Pick<SqlEntityManager, 'create' | 'flush' | 'remove'>;
  nouns: Nouns;
  /** The entities with these ids that exist, in no particular order; locked until the transaction ends. */
  load: <R extends Row, E extends NounEntity<R>>(
    noun: Noun<R, E>,
    ids: readonly RowId[],
  ) => Promise<E[]>;
  /** Runs a statement that only reads; its rows are neither locked nor entities. */
  query: QueryOwn;
  /** Deletes and restores many rows of a noun by statements instead of entities. */
  rows: <R extends Row>(noun: Noun<R>) => BulkRows<R>;
  personId: string;
  /** When the write began (ISO timestamp): the same for all rows that it creates or changes. */
  now: string;
  /** When the person did it, where the call says so: they may have had no network. */
  at: string | undefined;
  journal: JournalReader;
  /** The changes of an earlier operation. @throws Refusal NOT_FOUND */
  loadChanges: (operationId: string) => Promise<LoadedChanges>;
  /**
   * Takes the owner's lock, until the transaction ends. A write that sets a reference, deletes rows that
   * others may name, or locks several rows takes it first.
   */
  lockOwner: () => Promise<void>;
}

/** An input with the caller's id for the operation, so that a repeat is recognized. */
export interface WithOperationId {
  operationId?: string | undefined;
}

export type Work<Input extends WithOperationId, Result> = (
  scope: WriteScope,
  input: Omit<Input, 'operationId'>,
) => Promise<Result>;

/** What is known of a write before it starts. */
export interface WriteOptions {
  /** The id of the operation that it undoes. */
  undoes?: string;
  /** The maximum size of its answer or changes. Default: small. */
  size?: Pick<AnswerSize, 'atMost' | 'of'>;
}

/** Runs a verb's work in a read or write scope. */
export interface ScopeProvider {
  /** Runs statements that only read, without a transaction. */
  read: <T>(work: (scope: ReadScope) => Promise<T>) => Promise<T>;
  /**
   * Runs `work` and writes its operation in one transaction. With an `operationId` that was used already, it
   * returns the earlier result instead.
   *
   * @param kind the procedure's name.
   * @throws Refusal BAD_REQUEST if the changes exceed one operation's limits.
   */
  write: <Input extends WithOperationId, Result>(
    kind: string,
    input: Input,
    work: Work<Input, Result>,
    about?: WriteOptions,
  ) => Promise<WriteResult<Result>>;
}

/** What a unit of work needs of the open database. */
export interface UnitDependencies extends Omit<Internals, 'findSession' | 'tokenUse'> {
  /** A new EntityManager, restricted to this person. */
  fork: (personId: string) => SqlEntityManager;
}
