// A unit of work is one person's and lives for one call.
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Engine } from './connection/connection.ts';
import { reportingFailure } from './connection/failure.ts';
import { Refusal } from './errors.ts';
import { Tasks } from './task/tasks.ts';

/** What the verbs inside this package work with; it never leaves the package. */
export interface Scope {
  em: SqlEntityManager;
  personId: string;
  engine: Engine;
}

/** How a verb gets at its scope. */
export interface Session {
  /** One statement, without a transaction. */
  read<T>(work: (scope: Scope) => Promise<T>): Promise<T>;
  /** One transaction: all of `work` or nothing. */
  write<T>(work: (scope: Scope) => Promise<T>): Promise<T>;
}

/** All that may be done with one person's things. Had from `database.unitOfWork(personId)`. */
export class UnitOfWork {
  readonly tasks: Tasks;

  /** @internal `scope.em` is a fork of this unit's own. */
  constructor(scope: Scope) {
    scope.em.setFilterParams('owner', { personId: scope.personId });
    this.tasks = new Tasks({
      read: (work) => run(() => work(scope)),
      write: (work) =>
        run(() => scope.em.transactional((em) => work({ ...scope, em }), { clear: true })),
    });
  }
}

async function run<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await reportingFailure(work);
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) {
      throw new Refusal('CONFLICT', 'Something with the same value exists already.', {}, error);
    }
    throw error;
  }
}
