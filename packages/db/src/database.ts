// An open database: units of work, and what concerns all people at once.
import type { MikroORM } from '@mikro-orm/core';
import type { AbstractSqlDriver } from '@mikro-orm/sql';
import { isStorable } from '@tydo/schemas/text';
import { sql } from 'kysely';
import { listPersonIds } from './account/list-person-ids.ts';
import type { Connection, PoolState } from './connection/connection.ts';
import { withDeadline, withoutDeadline } from './connection/deadline.ts';
import type { Engine } from './dialect/dialect.ts';
import { createInternals, internalsOf, setInternals } from './internals.ts';
import { pruneJournal } from './operation/prune.ts';
import { ownedFork } from './owner-filter.ts';
import type { ReserveMemory } from './scope.ts';
import { fillTasks } from './task/backfill.ts';
import { UnitOfWork } from './unit-of-work.ts';

/** An open database. Open one per process; create a unit of work per call. */
export class Database {
  readonly engine: Engine;
  /** For display: the file, or host and database; without user and password. */
  readonly name: string;
  readonly #orm: MikroORM<AbstractSqlDriver>;
  #closed = false;

  /** @internal Use `openDatabase`. */
  constructor(orm: MikroORM<AbstractSqlDriver>, connection: Connection) {
    this.#orm = orm;
    this.engine = connection.dialect.engine;
    this.name = connection.name;
    setInternals(this, createInternals(orm, connection));
  }

  /**
   * A person's unit of work. Create one per call: a failed call then leaves nothing behind for the next.
   *
   * @param personId the id of a row in Better Auth's `user` table. Whether it exists is not checked: without
   * it there are no tasks.
   * @param deadline when its calls time out, in milliseconds since 1970. Default: 4 s after each begins.
   * @param reserveMemory is called with the size of large answers before they are read. Default: no limit.
   * @param at when the person did what its calls do, as an ISO timestamp. The present counts instead of a
   * time in the future or more than 30 days ago. Default: the present.
   * @throws TypeError for a personId that is blank or cannot be stored, and after `close`.
   */
  unitOfWork(
    personId: string,
    deadline?: number,
    reserveMemory?: ReserveMemory,
    at?: string,
  ): UnitOfWork {
    this.#requirePerson(personId);
    const fork = (owner: string) => ownedFork(this.#orm.em, owner);
    return new UnitOfWork({ ...internalsOf(this), fork }, personId, deadline, reserveMemory, at);
  }

  /**
   * The ids of all people, in order, without those whose account was deleted; read page by page, so that
   * a job may take as long as it likes with each:
   * `for await (const id of db.personIds()) await tidyUp(db.unitOfWork(id))`.
   *
   * @throws Refusal SERVICE_UNAVAILABLE when the database does not answer.
   */
  personIds(): AsyncGenerator<string, void> {
    const { kysely, dialect, timeouts } = internalsOf(this);
    return listPersonIds(kysely, dialect, timeouts.call);
  }

  /**
   * Calls `onHead` with the `seq` of the person's latest operation (0 for none): soon, and within a second of
   * each later one, whichever process wrote it. Several may be passed as one. Not called while the database
   * is unavailable.
   *
   * @returns a function that ends the watch.
   * @throws TypeError as `unitOfWork` does.
   */
  watch(personId: string, onHead: (seq: number) => void): () => void {
    this.#requirePerson(personId);
    return internalsOf(this).heads.watch(personId, onHead);
  }

  /** The deadline of a call that begins now, in milliseconds since 1970. */
  newDeadline(): number {
    return Date.now() + internalsOf(this).timeouts.call;
  }

  /** For metrics. */
  poolState(): PoolState {
    return internalsOf(this).poolState();
  }

  /** @throws Refusal SERVICE_UNAVAILABLE when the database does not answer. */
  async ping(): Promise<void> {
    const { kysely, timeouts } = internalsOf(this);
    await withDeadline(() => kysely.selectNoFrom(sql`1`.as('one')).execute(), timeouts.call);
  }

  /**
   * Deletes the operations of all people that were written before `date`. A client that reads on from before
   * that date is told to start over.
   *
   * @returns how many operations were deleted.
   *
   * @throws Refusal SERVICE_UNAVAILABLE when the database does not answer.
   */
  async pruneJournal(date: Date): Promise<number> {
    const { kysely, dialect } = internalsOf(this);
    return withoutDeadline(() => pruneJournal(kysely, dialect, date));
  }

  /**
   * Writes what is derived from tasks (rank, uid, folded text, when they were completed) where an older version
   * or plain SQL left it out since the start. Until then reads derive it.
   *
   * @throws Refusal SERVICE_UNAVAILABLE when the database does not answer.
   */
  async fillTasks(): Promise<void> {
    const { kysely, dialect } = internalsOf(this);
    await withoutDeadline(() => fillTasks(kysely, dialect));
  }

  /** Closes all connections. Wait for running calls first. */
  async close(): Promise<void> {
    this.#closed = true;
    internalsOf(this).heads.close();
    await this.#orm.close(true);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #requirePerson(personId: string): void {
    if (this.#closed) throw new TypeError('This database was closed. Open it again.');
    // Also at run time: callers in JavaScript have no types.
    if (typeof personId !== 'string' || personId.trim() === '' || !isStorable(personId)) {
      throw new TypeError(
        'A unit of work belongs to a person: personId is not a text, is blank, or cannot be stored.',
      );
    }
  }
}
