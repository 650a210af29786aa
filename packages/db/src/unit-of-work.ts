// A unit of work is one person's and lives for one call.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { reportingFailure } from './connection/failure.ts';
import type { Handle } from './handle.ts';
import type { OldChanges } from './operation/changes-of.ts';
import { journalled } from './operation/journalled.ts';
import { Operations } from './operation/operations.ts';
import { type OwnJournal, ownJournal } from './operation/own-operations.ts';
import type { Written } from './operation/receipt.ts';
import type { OwnRows } from './operation/rows.ts';
import type { OwnStatement, TaskColumns, TaskRow } from './task/own-tasks.ts';
import type { Task } from './task/task.entity.ts';
import { Tasks } from './task/tasks.ts';

/** What a read has at hand: queries that are restricted to the owner already. */
export interface ReadScope {
  ask: <Values extends object, Row>(
    statement: OwnStatement<Values, Row>,
    values: Values,
  ) => Promise<Row[]>;
  journal: () => OwnJournal;
  /** The task of this id, if it is theirs; asked for together with others' tasks. */
  findTask: (id: number) => Promise<TaskColumns | undefined>;
  /** Before so much is read for an answer. */
  admit: Admit;
}

/**
 * Told how large the JSON of an answer, or of what a write changes, will be, at most, before it is read.
 * Waits until there is room for it; what it throws ends the call before anything is done.
 */
export type Admit = (size: AnswerSize) => Promise<void>;

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
  /** Asks a statement of `ownTasksLocked` for entities. */
  load: <Values extends object>(
    statement: OwnStatement<Values, TaskRow>,
    values: Values,
  ) => Promise<Task[]>;
  /** Asks a statement that only reads; what it gives is neither locked nor an entity. */
  ask: ReadScope['ask'];
  /** Many rows at once, by statements; journalled like the rest. */
  rows: OwnRows;
  personId: string;
  journal: OwnJournal;
  /** What an operation changed. @throws Refusal NOT_FOUND */
  changesOf: (operationId: string) => Promise<OldChanges>;
  /**
   * Waits for the person's other writes that took their turn, and holds the next off until this one
   * ends.
   */
  takeTurn: () => Promise<void>;
}

/** An input that may carry its caller's own name for what is to be done. */
export interface Repeatable {
  operationId?: string | undefined;
}

export type Work<Input extends Repeatable, Result> = (
  scope: WriteScope,
  input: Omit<Input, 'operationId'>,
) => Promise<Result>;

/** What is known of a write beforehand. */
export interface About {
  /** The id of the operation that it takes back. */
  undoes?: string;
  /** How large its answer, or what it changes, may be. Default: small. */
  size?: Pick<AnswerSize, 'atMost' | 'of'>;
}

/** How a verb gets at its scope. */
export interface Scopes {
  /** Statements that only read, without a transaction. */
  read: <T>(work: (scope: ReadScope) => Promise<T>) => Promise<T>;
  /**
   * One transaction: all of `work` or nothing, and with it what it changed in the journal. Under an
   * `operationId` that was used already it gives what was given then.
   *
   * @param kind the procedure's name.
   * @throws Refusal BAD_REQUEST where it changes more than one operation holds.
   */
  write: <Input extends Repeatable, Result>(
    kind: string,
    input: Input,
    work: Work<Input, Result>,
    about?: About,
  ) => Promise<Written<Result>>;
}

/** Of an open database. */
export interface Source extends Omit<Handle, 'findSession'> {
  /** An EntityManager for one write of this person. */
  fork: (personId: string) => SqlEntityManager;
}

/** For a program of its own, which has the memory that it has. */
const atOnce: Admit = () => Promise.resolve();

/** All that may be done with one person's things. Had from `database.unitOfWork(personId)`. */
export class UnitOfWork {
  /** This person's tasks. */
  readonly tasks: Tasks;
  /** What was done with them. */
  readonly operations: Operations;

  /** @internal */
  constructor(source: Source, personId: string, deadline?: number, admit: Admit = atOnce) {
    const { kysely, engine, ask, findTask } = source;
    const read: ReadScope = {
      ask: (statement, values) => statement.ask(ask, personId, values),
      journal: () => ownJournal(kysely, personId, engine),
      findTask: (id) => findTask({ personId, id }),
      admit,
    };
    const scopes: Scopes = {
      read: (work) => reportingFailure(() => work(read), deadline),
      write: journalled(source, personId, deadline, admit),
    };
    this.tasks = new Tasks(scopes);
    this.operations = new Operations(scopes);
  }
}
