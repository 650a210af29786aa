// Cases of PgBouncer only. The rest of the suite runs through it, too.

import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { authDatabaseOf } from '../account/auth-database.ts';
import { ConfigError, type Database, openDatabase } from '../open-database.ts';
import { newPerson, openTemporaryDatabase, temporaryDatabase } from '../testing/databases.ts';

async function pools(database: string): Promise<unknown[]> {
  const console = Object.assign(new URL(inject('poolerUrl') ?? ''), { pathname: 'pgbouncer' });
  const client = new pg.Client({ connectionString: console.href });
  await client.connect();
  try {
    const { rows } = await client.query<{ database: string }>('show pools');
    return rows.filter((row) => row.database === database);
  } finally {
    await client.end();
  }
}

test('the databases of this run are behind a pooler in transaction mode', async () => {
  await using setting = await openTemporaryDatabase('postgresql');
  await setting.db.unitOfWork(newPerson()).tasks.create({ title: 'through' });
  expect(await pools(new URL(setting.url).pathname.slice(1))).toMatchObject([
    { user: 'tydo', pool_mode: 'transaction' },
  ]);
});

test.each([
  ['a wrong password', { password: 'hunter2' }, /refuses the user tydo with this password/],
  ['no password', { password: '' }, /wants a password, and DATABASE_URL has none/],
  ['an unknown user', { username: 'ann' }, /refuses the user ann with this password/],
  ['a missing database', { pathname: '/absent' }, /has no database "absent"/],
  ['an option', { search: '?options=-c%20x=1' }, /unsupported startup parameter: options/],
  ['TLS that it does not offer', { search: '?sslmode=require' }, /does not offer TLS/],
])('%s is a mistake in DATABASE_URL', async (_name, parts, sentence) => {
  await using database = await temporaryDatabase('postgresql');
  const error = await openDatabase({ url: Object.assign(new URL(database.url), parts).href }).then(
    () => expect.fail('it connected'),
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(ConfigError);
  expect(String(error)).toMatch(sentence);
  expect(String(error)).not.toContain('hunter2');
});

test('as many concurrent starts as the pooler has connections do not deadlock', async () => {
  await using database = await temporaryDatabase('postgresql');
  await using stack = new AsyncDisposableStack();
  const starts = await Promise.all(
    Array.from({ length: 20 }, async () =>
      stack.use(await openDatabase({ url: database.url, poolSize: 1, maxOverflow: 1 })),
    ),
  );
  let others = sleep(500);
  // The first one waits for the others to arrive, and then needs one more connection.
  const work = (db: Database) => async () => {
    await others;
    others = Promise.resolve();
    await sql`select 1`.execute(authDatabaseOf(db).connection.db);
  };
  const answers = await Promise.allSettled(
    starts.map((db) => authDatabaseOf(db).withSchemaLock(work(db))),
  );
  expect(answers.filter((answer) => answer.status === 'rejected')).toEqual([]);
});
