// A database from outside, past everything of ours.
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { inject } from 'vitest';

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
