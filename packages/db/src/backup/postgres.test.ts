// Backup and restore of a PostgreSQL database, and from one engine to the other. apps/api does the same with
// accounts, and compares every row.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../open-database.ts';
import { execute, preparedDatabase, temporaryDatabase } from '../testing/databases.ts';
import { copyFixture } from '../testing/fixtures.ts';
import { proxyTo } from '../testing/proxy.ts';
import { backUp } from './backup.ts';
import { linesOf } from './lines.ts';
import { restore } from './restore.ts';

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tydo-backup-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'backup');
}

const optionsFor = (url: string) => ({
  url,
  baseDir: '/',
  authTables: [],
  replace: false,
  createTables: async (at: string) => (await openDatabase({ url: at })).close(),
});

const odd = 'a\\b "c"\t\r\n\u2028 \\N \\. 😀 Grün';
const tasks = 'select id, user_id, title, description, completed from task order by id';

test('a backup made while a server runs is restored on the other engine, and ids continue', async () => {
  await using database = await preparedDatabase('postgresql');
  const { url } = database;
  const file = newFile();
  const db = await openDatabase({ url });
  const { tasks: own } = db.unitOfWork('ann');
  await own.create({ title: 'kept', description: odd });
  const { id } = await own.create({ title: 'gone' });
  await own.delete({ id });
  expect(await backUp(optionsFor(url), file)).toContain(`was copied to ${file}`);
  await expect(restore(optionsFor(url), file)).rejects.toThrow('A server uses the database');
  await db.close();

  await using across = await temporaryDatabase('sqlite');
  await restore(optionsFor(across.url), file);
  expect(await execute(across.url, tasks)).toEqual([
    { id: 1, user_id: 'ann', title: 'kept', description: odd, completed: 0 },
  ]);
  await using there = await openDatabase({ url: across.url });
  expect((await there.unitOfWork('ann').tasks.create({ title: 'new' })).id).toBe(id + 1);
  expect((await there.unitOfWork('ann').operations.list({})).items[0]?.seq).toBe(4);
  await there.unitOfWork('ann').tasks.update({ id: 1, completed: true });

  const back = newFile();
  await backUp(optionsFor(across.url), back);
  await restore({ ...optionsFor(url), replace: true }, back);
  expect(await execute(url, tasks)).toEqual([
    { id: 1, user_id: 'ann', title: 'kept', description: odd, completed: true },
    { id: 3, user_id: 'ann', title: 'new', description: null, completed: false },
  ]);
});

test('a restore replaces rows only when that is confirmed, and all or none of them', async () => {
  await using database = await preparedDatabase('postgresql');
  const { url } = database;
  const options = optionsFor(url);
  const [empty, full] = [newFile(), newFile()];
  await backUp(options, empty);
  await execute(url, `insert into task (user_id, title) values ('ann', 'first')`);
  await backUp(options, full);
  await expect(restore(options, empty)).rejects.toThrow(/has rows, in "task" .* --replace/);
  await execute(
    url,
    `create function refuse() returns trigger language plpgsql as $$begin raise exception 'never'; end$$`,
  );
  await execute(url, 'create trigger never before insert on task execute function refuse()');
  await execute(url, `update task set title = 'second'`);
  await expect(restore({ ...options, replace: true }, full)).rejects.toThrow(
    'could not be restored (never). Nothing was changed',
  );
  expect(await execute(url, 'select title from task')).toEqual([{ title: 'second' }]);
  await execute(url, 'drop function refuse() cascade');
  await restore({ ...options, replace: true }, empty);
  expect(await execute(url, 'select title from task')).toEqual([]);
  // No id is used twice, not even one that only the replaced database had.
  await execute(url, `insert into task (user_id, title) values ('ann', 'third')`);
  expect(await execute(url, 'select id from task')).toEqual([{ id: 2 }]);
});

test('a restore waits for sessions that end while it holds the tables', async () => {
  await using database = await preparedDatabase('postgresql');
  const { url } = database;
  const file = newFile();
  await backUp(optionsFor(url), file);
  const ending = new pg.Client({ connectionString: url, application_name: 'tydo' });
  const checks = `select 1 from pg_stat_activity where datname = current_database()
    and application_name = 'tydo-backup' and state = 'idle in transaction' and query like '%as sessions%'`;
  const ended = Promise.withResolvers<void>();
  const createTables = async () => {
    await ending.connect();
    void (async () => {
      while ((await execute(url, checks)).length === 0);
      await ending.end();
    })().then(ended.resolve, ended.reject);
  };
  expect(await restore({ ...optionsFor(url), createTables }, file)).toContain('can be started');
  await ended.promise;
});

test('a restore takes an SQLite file of an older version', async () => {
  await using fixture = await copyFixture('2026-11-30-tasks-only', 'sqlite');
  await using database = await preparedDatabase('postgresql');
  await restore(optionsFor(database.url), fixture.url.slice('sqlite:'.length));
  for (const rows of [
    'select id, title, user_id from task order by id',
    'select user_id, seq, pruned from journal order by user_id',
  ]) {
    expect(await execute(database.url, rows)).toEqual(await execute(fixture.url, rows));
  }
});

test('a database without tables, or that does not answer, is refused with what to do', async () => {
  await using database = await temporaryDatabase('postgresql');
  const file = newFile();
  await expect(backUp(optionsFor(database.url), file)).rejects.toThrow('no tables of Tydo');
  const away = optionsFor('postgresql://ann:hunter2@127.0.0.1:1/tydo');
  const refusal = await backUp(away, file).catch(String);
  expect(refusal).toMatch(/127\.0\.0\.1 does not answer .* Check DATABASE_URL/);
  expect(refusal).not.toContain('hunter2');
  const none = optionsFor(Object.assign(new URL(database.url), { pathname: 'none' }).href);
  await expect(backUp(none, file)).rejects.toThrow('has no database "none"');
  expect(existsSync(file)).toBe(false);
});

test('a backup that is stopped leaves nothing behind', async () => {
  await using database = await preparedDatabase('postgresql');
  const file = newFile();
  const stopped = backUp(optionsFor(database.url), file, AbortSignal.abort());
  await expect(stopped).rejects.toThrow('Stopped. Nothing was written.');
  expect(readdirSync(dirname(file))).toEqual([]);
});

test('a restore whose connection is lost changes nothing', async () => {
  await using database = await preparedDatabase('postgresql');
  await using proxy = await proxyTo(database.url);
  const file = newFile();
  await backUp(optionsFor(database.url), file);
  await execute(database.url, `insert into task (user_id, title) values ('ann', 'kept')`);
  proxy.cutAfter('truncate');
  await expect(restore({ ...optionsFor(proxy.url), replace: true }, file)).rejects.toThrow(
    'Connection terminated',
  );
  expect(await execute(database.url, 'select title from task')).toEqual([{ title: 'kept' }]);
});

test('lines are found wherever the pieces of a stream end', async () => {
  async function* pieces() {
    for (const byte of Buffer.from('a\n\u2028é\n\nlast')) yield Buffer.from([byte]);
  }
  const lines: string[] = [];
  for await (const line of linesOf(pieces())) lines.push(line);
  expect(lines).toEqual(['a', '\u2028é', '', 'last']);
});
