// The entry of this package: opens a database.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { chunks } from './chunks.ts';
import type { Connection, ConnectionOptions } from './connection/connection.ts';
import { withDeadline, withoutDeadline } from './connection/deadline.ts';
import { parseDatabaseUrl } from './connection/url.ts';
import { Database } from './database.ts';
import { createOrm } from './orm.ts';
import { ensureSchema } from './schema/schema.ts';
import { fillTasks } from './task/backfill.ts';
import { findOrphans } from './task/orphans.ts';
import { updateZonedInstants } from './task/zoned-instants.ts';

export type { Timeouts } from './connection/connection.ts';
export type { ObserveStatement } from './connection/kysely-driver.ts';
export { parseDatabaseUrl } from './connection/url.ts';
export type { Database } from './database.ts';
export { ConfigError, codeOf, isUniqueViolation, Refusal, SchemaError } from './errors.ts';
export type { ExportPage } from './export.ts';
export type { Filters } from './filter/filters.ts';
export type { Labels } from './label/labels.ts';
export type { Lists } from './list/lists.ts';
export type { Operations } from './operation/operations.ts';
export type { AnswerSize, ReserveMemory } from './scope.ts';
export type { Sections } from './section/sections.ts';
export type { PersonalSettings } from './settings/personal-settings.ts';
export type { Tasks } from './task/tasks.ts';
export type { Tokens } from './token/tokens.ts';
export type { UnitOfWork } from './unit-of-work.ts';
export { yieldToEventLoop } from './yield-to-event-loop.ts';

export interface DatabaseOptions extends Partial<ConnectionOptions> {
  /** `sqlite:…` or `postgresql://…`; the README lists the forms. */
  url: string | undefined;
  /** Where relative paths in `url` start. Default: the working directory. */
  baseDir?: string;
}

/**
 * Connects, creates what is missing of our tables (the API creates Better Auth's), and returns the
 * database. It waits up to a minute for a server that is starting.
 *
 * @throws ConfigError for a URL that cannot work, or a server that rejects it; SchemaError for tables that
 * cannot be used and must not be changed; Refusal SERVICE_UNAVAILABLE when the server does not answer.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { log } = options;
  const connection = await connectionTo(options);
  const orm = await createOrm(connection);
  const kysely: Kysely<never> = orm.em.getConnection().getClient();
  try {
    await waitForDatabase(connection, () => orm.em.execute('select 1'), log);
    await withDeadline(() => connection.checkSettings(kysely), connection.timeouts.call);
    await withoutDeadline(() => ensureSchema(orm, connection.dialect));
    for (const writeDerived of [fillTasks, updateZonedInstants]) {
      await withoutDeadline(() => writeDerived(kysely, connection.dialect)).catch(
        (error: unknown) =>
          // Reads compute what is missing.
          log?.warn(
            { reason: reasonOf(error) },
            'derived columns of some tasks could not be written',
          ),
      );
    }
  } catch (error) {
    await orm.close(true);
    throw error;
  }
  const database = new Database(orm, connection);
  const warn = (error: unknown) =>
    log?.warn({ reason: reasonOf(error) }, 'tasks without their parent could not be moved');
  const orphans = await withoutDeadline(() => findOrphans(kysely)).catch(warn);
  for (const [personId, ids] of orphans ?? []) {
    await moveOut(database, personId, ids).catch(warn);
  }
  return database;
}

/** Moves tasks whose parent an older version deleted out of it, so that the journal says so. */
async function moveOut(database: Database, personId: string, all: number[]): Promise<void> {
  for (const ids of chunks(all)) {
    await database.unitOfWork(personId).tasks.move({ ids, parentUid: null });
  }
}

const productTimeouts = { call: 4_000, statement: 2_000 };

/** Loads only the driver that is needed. @throws ConfigError */
export async function connectionTo({
  url,
  baseDir = process.cwd(),
  poolSize = 5,
  maxOverflow = 10,
  recycleSeconds = 300,
  timeouts = productTimeouts,
  log,
  observeStatement,
}: DatabaseOptions): Promise<Connection> {
  const target = parseDatabaseUrl(url, baseDir);
  if (target.engine === 'sqlite') {
    const { openSqlite } = await import('./sqlite/open-sqlite.ts');
    return openSqlite(target, { timeouts, log, observeStatement });
  }
  const { openPostgres } = await import('./postgres/open-postgres.ts');
  const pool = { poolSize, maxOverflow, recycleSeconds };
  return openPostgres(target, { ...pool, timeouts, log, observeStatement });
}

/** How long a start waits for a database that is starting or busy. */
const startTimeoutMs = 60_000;

/** Repeats the first query until it succeeds. Throws at once if waiting cannot help. */
async function waitForDatabase(
  connection: Connection,
  query: () => Promise<unknown>,
  log: DatabaseOptions['log'],
): Promise<void> {
  for (const end = Date.now() + startTimeoutMs; ; await sleep(200)) {
    try {
      await withDeadline(query, connection.timeouts.call);
      return;
    } catch (error) {
      if (!connection.isRetryable(error) || Date.now() >= end)
        throw connection.explainStartError(error);
      log?.warn({ reason: reasonOf(error) }, 'waiting for the database');
    }
  }
}

/** The message of the database or its driver, which is the cause of our errors. */
const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? cause.message : String(error);
};
