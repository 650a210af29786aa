// Direct access to a database, without the code under test.
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { inject } from 'vitest';

/**
 * Runs one statement directly, as with a database console, also around the pooler. No session state is left
 * for the next one.
 */
export async function execute(url: string, statement: string): Promise<unknown[]> {
  if (url.startsWith('sqlite:')) {
    return executeInFile(url.slice('sqlite:'.length), statement);
  }
  const client = await connectionTo(aroundPooler(url));
  let isClean = false;
  try {
    const { rows } = await client.query(statement);
    await client.query('discard all');
    isClean = true;
    return rows;
  } finally {
    client.release(!isClean);
    // Their settings are read at the start of a session.
    if (/\balter\s+(database|role)\b/i.test(statement)) closeIdle();
  }
}

// Connecting costs more than most statements of tests: connections are kept for a second.
const pools = new Map<string, pg.Pool>();

async function connectionTo(connectionString: string): Promise<pg.PoolClient> {
  const pool =
    pools.get(connectionString) ??
    new pg.Pool({ connectionString, max: 100, idleTimeoutMillis: 1_000 });
  if (!pools.has(connectionString)) {
    // An idle connection may lose its database, also while it is being closed.
    pool.on('error', () => {});
    pool.on('connect', (client) => void client.on('error', () => {}));
    pools.set(connectionString, pool);
  }
  for (;;) {
    const client = await pool.connect();
    try {
      // Tests kill connections, also idle ones.
      await client.query('select 1');
      return client;
    } catch {
      client.release(true);
    }
  }
}

function closeIdle(): void {
  for (const pool of pools.values()) void pool.end();
  pools.clear();
}

function aroundPooler(url: string): string {
  const pooler = inject('poolerUrl');
  const address = new URL(url);
  if (pooler !== undefined && address.port === new URL(pooler).port) {
    address.port = new URL(inject('postgresUrl')).port;
  }
  return address.href;
}

/** A server of the same process may have a transaction open: it goes on between the tries. */
async function executeInFile(path: string, statement: string): Promise<unknown[]> {
  for (let tries = 0; ; tries += 1) {
    using file = openFile(path);
    try {
      const prepared = file.database.prepare(statement);
      if (prepared.reader) return prepared.all();
      prepared.run();
      return [];
    } catch (error) {
      const isLocked = error instanceof Sqlite.SqliteError && error.code === 'SQLITE_BUSY';
      if (!isLocked || tries === maxTries) throw error;
    }
    await sleep(retryMs);
  }
}

const retryMs = 20;
/** About a minute. */
const maxTries = 3_000;

function openFile(path: string): Disposable & { database: Sqlite.Database } {
  const database = new Sqlite(path, { timeout: 0 });
  return { database, [Symbol.dispose]: () => database.close() };
}
