// Databases for the implementations: one is filled, the others are copies of it.
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@tydo/db/testing/postgres';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { cpuOfServer, postmasterOf } from './usage.ts';

export const engines = ['postgresql', 'sqlite'] as const;
export type Engine = (typeof engines)[number];

export interface Databases extends AsyncDisposable {
  engine: Engine;
  /** Creates an empty database, or a copy of another that has no connections. */
  create: (name: string, from?: string) => Promise<string>;
  /** CPU seconds of the database's own processes so far; 0 where it has none. */
  cpu: () => number;
}

export const openDatabases = (engine: Engine): Promise<Databases> =>
  engine === 'sqlite' ? files() : server();

/** Runs statements one after the other. */
export async function run(url: string, ...statements: string[]): Promise<unknown[]> {
  if (url.startsWith('sqlite:')) {
    const database = new Sqlite(url.slice('sqlite:'.length));
    const results = statements.map((statement) => {
      const prepared = database.prepare(statement);
      return prepared.reader ? prepared.all() : prepared.run();
    });
    database.close();
    return results.flat();
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const rows = [];
    for (const statement of statements) rows.push(...(await client.query(statement)).rows);
    return rows;
  } finally {
    await client.end();
  }
}

async function files(): Promise<Databases> {
  const folder = await mkdtemp(join(tmpdir(), 'tydo-bench-'));
  const urlOf = (name: string) => `sqlite:${join(folder, `${name}.db`)}`;
  return {
    engine: 'sqlite',
    async create(name, from) {
      if (from !== undefined) await copyFile(pathOf(urlOf(from)), pathOf(urlOf(name)));
      return urlOf(name);
    },
    cpu: () => 0,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

const pathOf = (url: string): string => url.slice('sqlite:'.length);

async function server(): Promise<Databases> {
  // Autovacuum would slow down the implementation that is measured at that time.
  const postgres = await startPostgres({
    settings: { autovacuum: 'off', shared_buffers: '512MB' },
  });
  const postmaster = postmasterOf(postgres.log);
  return {
    engine: 'postgresql',
    async create(name, from) {
      const template = from === undefined ? '' : `template "${from}"`;
      await run(postgres.url, `create database "${name}" ${template}`);
      return Object.assign(new URL(postgres.url), { pathname: name }).href;
    },
    cpu: () => cpuOfServer(postmaster),
    [Symbol.asyncDispose]: postgres.stop,
  };
}
