// Temporary databases for the tests of any package. A new package needs @tydo/db and vitest in its
// package.json, `globalSetup: ['@tydo/db/testing/setup']` in its vitest.config.ts, and in a test
// `await using temporary = await openTemporaryDatabase(engine)`. See packages/example-job.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { Timeouts } from '../connection/connection.ts';
import type { Engine } from '../dialect/dialect.ts';
import { entities } from '../entities.ts';
import { type Database, type DatabaseOptions, openDatabase } from '../open-database.ts';
import type { Moment } from './die-at-statement.ts';
import { execute } from './execute.ts';

export type { Engine } from '../dialect/dialect.ts';
export { type CatalogueEntry, catalogue } from './catalogue.ts';
export { execute } from './execute.ts';
export { createTasks, newPerson, newTasks } from './factories.ts';
export { lockKey, lockRow, lockTable } from './lock-table.ts';
export { insertDone } from './many-tasks.ts';
export { postgresErrors } from './postgres-log.ts';
export { type Proxy, proxyTo } from './proxy.ts';
export { watchStatements } from './watch-statements.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** An administrator's URL, from `globalSetup`. */
    postgresUrl: string;
    /** That server's log file. */
    postgresLog: string;
    /** The same through PgBouncer, in the run with PgBouncer: `temporaryDatabase` uses it. */
    poolerUrl?: string;
    /** Whether this is `pnpm test:long`. */
    long?: true;
  }
}

/** The first value in a normal run, the second in `pnpm test:long`: a number of repetitions, a limit. */
export const shortOrLong = <T>(few: T, many: T): T => (inject('long') ? many : few);

/** Both engines, for `describe.each(engines)`: the same suite runs on each. Through PgBouncer only one. */
export const engines: readonly Engine[] = inject('poolerUrl')
  ? ['postgresql']
  : ['sqlite', 'postgresql'];

/**
 * For suites of what is the same code on both engines: one of them in a normal run, both in `pnpm test:long`.
 * PostgreSQL where calls run at the same moment, otherwise SQLite, which costs less.
 */
export const sqliteOrBoth = shortOrLong(engines.slice(0, 1), engines);
export const postgresOrBoth = shortOrLong(engines.slice(-1), engines);

/** The names of our tables: those of all entities, without Better Auth's. */
export const ourTables: readonly string[] = entities
  .filter(({ exported }) => exported !== 'account')
  .map(({ schema }) => schema.tableName);

/** For tests that are not about time-outs: on a busy machine they would sometimes reach the normal ones. */
export const longTimeouts: Timeouts = { call: 120_000, statement: 60_000 };

export interface TemporaryDatabase extends AsyncDisposable {
  /** For `openDatabase`. The database exists and is empty. */
  url: string;
}

/** A new empty database; removed when disposed of, even with open connections. */
export async function temporaryDatabase(engine: Engine): Promise<TemporaryDatabase> {
  return engine === 'sqlite' ? temporaryFile() : temporaryPostgres();
}

/**
 * As `temporaryDatabase`, for tests that are not about creating tables: on PostgreSQL, where that is
 * slow, they exist already. On SQLite, the start creates them.
 *
 * @param template the name of what is copied.
 * @param create creates its tables in an empty database, once for each PostgreSQL server.
 */
export async function preparedDatabase(
  engine: Engine,
  template = 'with_tables',
  create = createOurTables,
): Promise<TemporaryDatabase> {
  if (engine === 'sqlite') return temporaryFile();
  return temporaryPostgres(await templateOf(template, create));
}

async function createOurTables(url: string): Promise<void> {
  await (await openDatabase({ url })).close();
}

/**
 * A new open database with our tables and `longTimeouts`; closed and removed when disposed of.
 *
 * @param options for `openDatabase`, in addition to the URL.
 */
export async function openTemporaryDatabase(
  engine: Engine,
  options: Omit<DatabaseOptions, 'url'> = {},
): Promise<AsyncDisposable & { db: Database; url: string }> {
  const temporary = await preparedDatabase(engine);
  const db = await openDatabase({ url: temporary.url, timeouts: longTimeouts, ...options });
  return {
    db,
    url: temporary.url,
    async [Symbol.asyncDispose]() {
      await db.close();
      await temporary[Symbol.asyncDispose]();
    },
  };
}

/**
 * Arguments for `node`: the process is killed by SIGKILL at its nth statement, counted from 1. With 0 it is
 * not, and prints the number of `statements: ` to standard error at its end.
 */
export function dieAtStatement(n: number, moment: Moment = 'before'): string[] {
  const module = new URL('./die-at-statement.ts', import.meta.url);
  module.search = String(new URLSearchParams({ at: String(n), moment }));
  return ['--import', module.href];
}

async function temporaryFile(): Promise<TemporaryDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'tydo-sqlite-'));
  return {
    url: `sqlite:${join(folder, 'test.db')}`,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function temporaryPostgres(template = 'template1'): Promise<TemporaryDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  // The default, through the write-ahead log, takes five times as long.
  await execute(server, `create database ${name} template ${template} strategy file_copy`);
  return {
    url: databaseAt(inject('poolerUrl') ?? server, name),
    async [Symbol.asyncDispose]() {
      await execute(server, `drop database ${name} with (force)`);
    },
  };
}

const databaseAt = (server: string, name: string) =>
  Object.assign(new URL(server), { pathname: name }).href;

const templates = new Map<string, Promise<string>>();

/** The name of a database with tables and no rows, created once for each server. */
function templateOf(name: string, create: (url: string) => Promise<void>): Promise<string> {
  const made = templates.get(name) ?? makeTemplate(inject('postgresUrl'), name, create);
  templates.set(name, made);
  return made;
}

async function makeTemplate(
  server: string,
  name: string,
  create: (url: string) => Promise<void>,
): Promise<string> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    // One worker creates it while the others wait; it gets its name when it is complete.
    await client.query('select pg_advisory_lock(1)');
    const { rowCount } = await client.query(`select from pg_database where datname = '${name}'`);
    if (rowCount === 0) {
      await client.query('create database incomplete strategy file_copy');
      await create(databaseAt(server, 'incomplete'));
      await client.query(`alter database incomplete rename to ${name}`);
    }
    return name;
  } finally {
    await client.end();
  }
}
