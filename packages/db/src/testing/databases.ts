// Throw-away databases for the tests of any package. Needs `globalSetup: '@tydo/db/testing/setup'`.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { Engine } from '../connection/connection.ts';
import { type Database, openDatabase } from '../database.ts';
import type {} from './setup.ts';

/** Both engines, for `describe.each(engines)`: the same suite runs on each. */
export const engines: readonly Engine[] = ['sqlite', 'postgresql'];

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
    url: Object.assign(new URL(server), { pathname: name }).href,
    [Symbol.asyncDispose]: () => execute(server, `drop database ${name} with (force)`),
  };
}

async function execute(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
