// A database from outside, past everything of ours.
import Sqlite from 'better-sqlite3';
import pg from 'pg';

/** Runs one statement past everything of ours, as somebody with a database console would. */
export async function execute(url: string, statement: string): Promise<unknown[]> {
  if (url.startsWith('sqlite:')) {
    using file = openFile(url.slice('sqlite:'.length));
    const prepared = file.database.prepare(statement);
    if (prepared.reader) return prepared.all();
    prepared.run();
    return [];
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

function openFile(path: string): Disposable & { database: Sqlite.Database } {
  const database = new Sqlite(path, { timeout: 5_000 });
  return { database, [Symbol.dispose]: () => database.close() };
}
