// Throw-away databases for the tests of any package. Needs `globalSetup: '@tydo/db/testing/setup'`.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { inject } from 'vitest';
import type { Engine } from '../connection/connection.ts';
import { type Database, openDatabase } from '../database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** An administrator's URL, from `globalSetup`. */
    postgresUrl: string;
    /** The file with that server's log. */
    postgresLog: string;
    /** The same through a PgBouncer, in the run that has one: `temporaryDatabase` goes through it. */
    poolerUrl?: string;
    /** Whether this is `pnpm test:long`. */
    long?: true;
  }
}

/** How often to do what gets better with repetition: in every run, and in `pnpm test:long`. */
export const rounds = (few: number, many: number): number => (inject('long') ? many : few);

/**
 * Both engines, for `describe.each(engines)`: the same suite runs on each. Through a pooler there is
 * one.
 */
export const engines: readonly Engine[] = inject('poolerUrl')
  ? ['postgresql']
  : ['sqlite', 'postgresql'];

export interface TemporaryDatabase extends AsyncDisposable {
  /** For `openDatabase`. The database exists and is empty. */
  url: string;
}

/** An empty database of its own; removed when disposed of, even if somebody is still connected. */
export async function temporaryDatabase(engine: Engine): Promise<TemporaryDatabase> {
  return engine === 'sqlite' ? temporaryFile() : temporaryPostgres();
}

/** An open database of its own, with our tables; closed and removed when disposed of. */
export async function openTemporaryDatabase(
  engine: Engine,
): Promise<AsyncDisposable & { db: Database; url: string }> {
  const temporary = await temporaryDatabase(engine);
  const db = await openDatabase({ url: temporary.url });
  return {
    db,
    url: temporary.url,
    async [Symbol.asyncDispose]() {
      await db.close();
      await temporary[Symbol.asyncDispose]();
    },
  };
}

/** The id of a person whom no other test knows. No row is needed: tasks have no foreign key. */
export const newPerson = (): string => randomUUID();

/**
 * Runs one statement past everything of ours, the pooler included, as somebody with a database
 * console would.
 */
export async function execute(url: string, statement: string): Promise<unknown[]> {
  if (url.startsWith('sqlite:')) {
    using file = openFile(url.slice('sqlite:'.length));
    const prepared = file.database.prepare(statement);
    if (prepared.reader) return prepared.all();
    prepared.run();
    return [];
  }
  const client = new pg.Client({ connectionString: pastPooler(url) });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

function pastPooler(url: string): string {
  const pooler = inject('poolerUrl');
  const address = new URL(url);
  if (pooler !== undefined && address.port === new URL(pooler).port) {
    address.port = new URL(inject('postgresUrl')).port;
  }
  return address.href;
}

function openFile(path: string): Disposable & { database: Sqlite.Database } {
  const database = new Sqlite(path, { timeout: 5_000 });
  return { database, [Symbol.dispose]: () => database.close() };
}

async function temporaryFile(): Promise<TemporaryDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'tydo-sqlite-'));
  return {
    url: `sqlite:${join(folder, 'test.db')}`,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function temporaryPostgres(): Promise<TemporaryDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(server, `create database ${name}`);
  return {
    url: Object.assign(new URL(inject('poolerUrl') ?? server), { pathname: name }).href,
    async [Symbol.asyncDispose]() {
      await execute(server, `drop database ${name} with (force)`);
    },
  };
}
