// A unit of work is one person's and lives for one call.
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Operation } from '@tydo/schemas/operation';
import type { Engine } from './connection/connection.ts';
import { reportingFailure } from './connection/failure.ts';
import { Refusal } from './errors.ts';
import { keepChanges } from './operation/journal.ts';
import { Operations } from './operation/operations.ts';
import { type OwnJournal, ownJournal } from './operation/own-operations.ts';
import { fingerprint, record } from './operation/record.ts';
import { replay } from './operation/replay.ts';
import { type Owner, ownerFilter } from './owner.ts';
import { ownTasks } from './task/own-tasks.ts';
import { Tasks } from './task/tasks.ts';

/** What a read has at hand: queries that are restricted to the owner already. */
export interface ReadScope {
  ownTasks: ReturnType<typeof ownTasks>;
  journal: OwnJournal;
  engine: Engine;
}

/** What a write has at hand: entities, filtered, guarded and journalled; no queries of its own. */
export interface WriteScope {
  em: Pick<SqlEntityManager, 'create' | 'find' | 'findOne' | 'flush' | 'remove'>;
  personId: string;
  journal: OwnJournal;
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

/** What a write gave, and what it left in the journal; null where it changed nothing. */
export interface Written<Result> {
  result: Result;
  operation: Operation | null;
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
   * @param undoes the id of the operation that it takes back.
   */
  write: <Input extends Repeatable, Result>(
    kind: string,
    input: Input,
    work: Work<Input, Result>,
    undoes?: string,
  ) => Promise<Written<Result>>;
}

/** All that may be done with one person's things. Had from `database.unitOfWork(personId)`. */
export class UnitOfWork {
  /** This person's tasks. */
  readonly tasks: Tasks;
  /** What was done with them. */
  readonly operations: Operations;

  /** @internal `em` is a fork of this unit's own. */
  constructor(em: SqlEntityManager, personId: string, engine: Engine, deadline?: number) {
    em.setFilterParams(ownerFilter.name, { personId } satisfies Owner);
    const scopes = scopesOf(em, personId, engine, deadline);
    this.tasks = new Tasks(scopes);
    this.operations = new Operations(scopes);
  }
}

function scopesOf(
  em: SqlEntityManager,
  personId: string,
  engine: Engine,
  deadline: number | undefined,
): Scopes {
  const inTime = <T>(work: () => Promise<T>) => reportingFailure(work, deadline);
  const journal = ownJournal(em, personId);
  return {
    read: (work) => inTime(() => work({ ownTasks: ownTasks(em, personId), journal, engine })),

    async write<Input extends Repeatable, Result>(
      kind: string,
      { operationId, ...input }: Input,
      work: Work<Input, Result>,
      undoes?: string,
    ) {
      const attempt = { personId, kind, operationId, request: fingerprint(kind, input), undoes };
      try {
        return await inTime(() => em.transactional((own) => inTransaction(own), { clear: true }));
      } catch (error) {
        // Done before, perhaps by a copy of this call that was faster.
        const earlier = await inTime(() => replay<Result>(journal, attempt)).catch(
          asRefused(error),
        );
        if (earlier) return earlier;
        throw asConflict(error);
      } finally {
        // A job may go on with one unit for long: it keeps nothing of what it has written.
        em.clear();
      }

      async function inTransaction(own: SqlEntityManager) {
        const changes = keepChanges(own);
        const scope = {
          em: own,
          personId,
          journal: ownJournal(own, personId),
          takeTurn: () => takeTurn(own, personId, engine),
        };
        const result = await work(scope, input);
        const operation = await record(own.getKysely(), engine, attempt, { changes, result });
        return { result, operation };
      }
    },
  };
}

async function takeTurn(em: SqlEntityManager, personId: string, engine: Engine): Promise<void> {
  // SQLite has one writer at a time.
  if (engine === 'sqlite') return;
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [personId]);
}

/** Where the database is away, the first error is what happened; what was refused is an answer. */
const asRefused = (first: unknown) => (again: unknown) => {
  throw again instanceof Refusal && again.code === 'CONFLICT' ? again : first;
};

function asConflict(error: unknown): unknown {
  if (!(error instanceof UniqueConstraintViolationException)) return error;
  return new Refusal('CONFLICT', 'Something with the same value exists already.', {}, error);
}
