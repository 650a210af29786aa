// A unit of work is one person's and lives for one call.
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Engine } from './connection/connection.ts';
import { reportingFailure } from './connection/failure.ts';
import { Refusal } from './errors.ts';
import { type Owner, ownerFilter } from './owner.ts';
import { ownTasks } from './task/own-tasks.ts';
import { Tasks } from './task/tasks.ts';

/** What a read has at hand: queries that are restricted to the owner already. */
export interface ReadScope {
  ownTasks: ReturnType<typeof ownTasks>;
  engine: Engine;
}

/** What a write has at hand: entities, filtered and guarded by `owner.ts`; no queries of its own. */
export interface WriteScope {
  em: Pick<SqlEntityManager, 'create' | 'find' | 'findOne' | 'flush' | 'remove'>;
  personId: string;
  /**
   * Waits for the person's other writes that took their turn, and holds the next off until this one
   * ends.
   */
  takeTurn: () => Promise<void>;
}

/** How a verb gets at its scope. */
export interface Scopes {
  /** Statements that only read, without a transaction. */
  read: <T>(work: (scope: ReadScope) => Promise<T>) => Promise<T>;
  /** One transaction: all of `work` or nothing. */
  write: <T>(work: (scope: WriteScope) => Promise<T>) => Promise<T>;
}

/** All that may be done with one person's things. Had from `database.unitOfWork(personId)`. */
export class UnitOfWork {
  /** This person's tasks. */
  readonly tasks: Tasks;

  /** @internal `em` is a fork of this unit's own. */
  constructor(em: SqlEntityManager, personId: string, engine: Engine, deadline?: number) {
    em.setFilterParams(ownerFilter.name, { personId } satisfies Owner);
    this.tasks = new Tasks({
      read: (work) => run(() => work({ ownTasks: ownTasks(em, personId), engine }), deadline),
      write: (work) =>
        run(async () => {
          try {
            return await em.transactional(
              (own) => work({ em: own, personId, takeTurn: () => takeTurn(own, personId, engine) }),
              { clear: true },
            );
          } finally {
            // A job may go on with one unit for long: it keeps nothing of what it has written.
            em.clear();
          }
        }, deadline),
    });
  }
}

async function takeTurn(em: SqlEntityManager, personId: string, engine: Engine): Promise<void> {
  // SQLite has one writer at a time.
  if (engine === 'sqlite') return;
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [personId]);
}

async function run<T>(work: () => Promise<T>, deadline: number | undefined): Promise<T> {
  try {
    return await reportingFailure(work, deadline);
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) {
      throw new Refusal('CONFLICT', 'Something with the same value exists already.', {}, error);
    }
    throw error;
  }
}
