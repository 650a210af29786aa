// The door of this package: open a database, begin units of work, close it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/core';
import type { AbstractSqlDriver } from '@mikro-orm/sql';
import { isStorable } from '@tydo/schemas/text';
import { type Kysely, sql } from 'kysely';
import type { Connection, ConnectionOptions, Engine } from './connection/connection.ts';
import { reportingFailure, withoutDeadline } from './connection/failure.ts';
import { checkSettings } from './connection/postgres-settings.ts';
import { isLate, startFailure } from './connection/start-failure.ts';
import { type DatabaseTarget, parseDatabaseUrl } from './connection/url.ts';
import { createHandle, handleOf, keepHandle } from './handle.ts';
import { pruneJournal } from './operation/prune.ts';
import { createOrm } from './orm.ts';
import { ownedFork } from './owner.ts';
import { ensureSchema } from './schema/schema.ts';
import type { Admit } from './scope.ts';
import { fillRows } from './task/fill-rows.ts';
import { UnitOfWork } from './unit-of-work.ts';

export { newDeadline } from './connection/failure.ts';
export { nextRound } from './connection/next-round.ts';
export { parseDatabaseUrl } from './connection/url.ts';
export { ConfigError, codeOf, isUniqueViolation, Refusal, SchemaError } from './errors.ts';
export type { ExportPage } from './export.ts';
export type { Operations } from './operation/operations.ts';
export type { Admit, AnswerSize } from './scope.ts';
export type { Tasks } from './task/tasks.ts';
export type { UnitOfWork } from './unit-of-work.ts';

export interface DatabaseOptions extends Partial<ConnectionOptions> {
  /** `sqlite:…` or `postgresql://…`; the README lists the forms. */
  url: string | undefined;
  /** What relative paths in `url` start from. Default: the working directory. */
  baseDir?: string;
}

/**
 * Connects, creates what is missing of our tables (not of Better Auth's: the API does that), and
 * gives the database. It waits up to a minute for a server that is waking up.
 *
 * @throws ConfigError for a URL that cannot work, or a server that will not have us as it is
 * written; SchemaError for tables that are not ours to change; Refusal SERVICE_UNAVAILABLE when
 * nobody answers.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const target = parseDatabaseUrl(options.url, options.baseDir ?? process.cwd());
  const connection = await connectionTo(target, options);
  const orm = await createOrm(connection);
  try {
    await firstAnswer(orm, target, options.log);
    if (target.engine === 'postgresql') {
      const kysely: Kysely<never> = orm.em.getConnection().getClient();
      await reportingFailure(() => checkSettings(kysely, target));
    }
    await withoutDeadline(() => ensureSchema(orm, connection.engine));
    await withoutDeadline(() =>
      fillRows(orm.em.getConnection().getClient(), connection.engine),
    ).catch(
      // Reads derive what is missing.
      (error: unknown) =>
        options.log?.warn(
          { reason: reasonOf(error) },
          'derived columns of some tasks could not be written',
        ),
    );
  } catch (error) {
    await orm.close(true);
    throw error;
  }
  return new Database(orm, connection, nameOf(target));
}

/** Loads the driver that is needed, and not the other. */
async function connectionTo(
  target: DatabaseTarget,
  { poolSize = 5, maxOverflow = 10, recycleSeconds = 300, log }: DatabaseOptions,
): Promise<Connection> {
  if (target.engine === 'sqlite') {
    const { openSqlite } = await import('./connection/sqlite.ts');
    return openSqlite(target, log);
  }
  const { openPostgres } = await import('./connection/postgres.ts');
  return openPostgres(target, { poolSize, maxOverflow, recycleSeconds, log });
}

/** How long a start waits for a database that is waking up, or busy, in milliseconds. */
const startPatience = 60_000;

/** Asks until there is an answer; that nobody is there, or will not have us, is told at once. */
async function firstAnswer(
  orm: MikroORM<AbstractSqlDriver>,
  target: DatabaseTarget,
  log: DatabaseOptions['log'],
): Promise<void> {
  const end = Date.now() + startPatience;
  for (;;) {
    try {
      await reportingFailure(() => orm.em.execute('select 1'));
      return;
    } catch (error) {
      if (isLate(error) && Date.now() < end) {
        log?.warn({ reason: reasonOf(error) }, 'waiting for the database');
        await sleep(200);
        continue;
      }
      throw target.engine === 'postgresql' ? startFailure(error, target) : error;
    }
  }
}

/** What the database or its driver said: the errors of ours have it as their cause. */
const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? cause.message : String(error);
};

function nameOf(target: DatabaseTarget): string {
  return target.engine === 'sqlite' ? target.path : `PostgreSQL ${target.host}/${target.database}`;
}

/** An open database. One per process; hand out a unit of work per call. */
export class Database {
  readonly engine: Engine;
  /** For people: the file, or host and database; no user, no password. */
  readonly name: string;
  readonly #orm: MikroORM<AbstractSqlDriver>;
  #closed = false;

  /** @internal Use `openDatabase`. */
  constructor(orm: MikroORM<AbstractSqlDriver>, connection: Connection, name: string) {
    this.#orm = orm;
    this.engine = connection.engine;
    this.name = name;
    keepHandle(this, createHandle(orm, connection));
  }

  /**
   * A person's unit of work, with an EntityManager of its own. Begin one per call: whatever fails
   * in it leaves nothing behind for the next.
   *
   * @param personId the id of a row in Better Auth's `user` table. Whether there is such a row is not
   * asked: without one there are no tasks.
   * @param deadline when its calls give up waiting, in milliseconds since 1970. Default: each has
   * 4 s.
   * @param admit is told how large answers will be, before they are read. Default: all are let pass.
   * @throws TypeError for a personId that is blank or cannot be stored, and after `close`.
   */
  unitOfWork(personId: string, deadline?: number, admit?: Admit): UnitOfWork {
    if (this.#closed) throw new TypeError('This database was closed. Open it again.');
    // Asked again here, because a caller in JavaScript has no types to tell it.
    if (typeof personId !== 'string' || personId.trim() === '' || !isStorable(personId)) {
      throw new TypeError(
        'A unit of work belongs to a person: personId is no text, blank, or cannot be stored.',
      );
    }
    const fork = (owner: string) => ownedFork(this.#orm.em, owner);
    return new UnitOfWork({ ...handleOf(this), fork }, personId, deadline, admit);
  }

  /** @throws Refusal SERVICE_UNAVAILABLE when the database does not answer. */
  async ping(): Promise<void> {
    const { kysely } = handleOf(this);
    await reportingFailure(() => kysely.selectNoFrom(sql`1`.as('one')).execute());
  }

  /**
   * Deletes from everybody's journal what was written before `date`, and gives how many operations
   * that were. Whoever asks for what happened since then is told to start over.
   *
   * @throws Refusal SERVICE_UNAVAILABLE when the database does not answer.
   */
  async pruneJournal(date: Date): Promise<number> {
    const { kysely, engine } = handleOf(this);
    return withoutDeadline(() => pruneJournal(kysely, engine, date));
  }

  /** Gives up all connections; calls that are under way should be finished first. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#orm.close(true);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
