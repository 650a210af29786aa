// A database from outside, past everything of ours.
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { inject } from 'vitest';

/**
 * Runs one statement past everything of ours, the pooler included, as somebody with a database
 * console would. Nothing of a session is left to the next one.
 */
export async function execute(url: string, statement: string): Promise<unknown[]> {
  if (url.startsWith('sqlite:')) {
    using file = openFile(url.slice('sqlite:'.length));
    const prepared = file.database.prepare(statement);
    if (prepared.reader) return prepared.all();
    prepared.run();
    return [];
  }
  const client = await connectionTo(pastPooler(url));
  let isClean = false;
  try {
    const { rows } = await client.query(statement);
    await client.query('discard all');
    isClean = true;
    return rows;
  } finally {
    client.release(!isClean);
    // Settings of these are read where a session begins.
    if (/\balter\s+(database|role)\b/i.test(statement)) closeIdle();
  }
}

// To connect costs more than most of what tests ask: connections are kept for a moment.
const pools = new Map<string, pg.Pool>();

async function connectionTo(connectionString: string): Promise<pg.PoolClient> {
  const pool =
    pools.get(connectionString) ??
    new pg.Pool({ connectionString, max: 100, idleTimeoutMillis: 1_000 });
  if (!pools.has(connectionString)) {
    // What rests may lose its database, also while it is being closed.
    pool.on('error', () => {});
    pool.on('connect', (client) => void client.on('error', () => {}));
    pools.set(connectionString, pool);
  }
  for (;;) {
    const client = await pool.connect();
    try {
      // Tests kill connections, also those that rest.
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
