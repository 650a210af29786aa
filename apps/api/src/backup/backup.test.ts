// Backups of running servers, restored on the same and the other engine; and the commands, run as processes.
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUp } from '@tydo/db/backup';
import { restore } from '@tydo/db/restore';
import {
  execute,
  lockRow,
  preparedDatabase,
  shortOrLong,
  temporaryDatabase,
} from '@tydo/db/testing';
import { expect, onTestFinished, test } from 'vitest';
import { createAccountWithData } from '../testing/account-with-data.ts';
import { callerOf } from '../testing/caller.ts';
import { startServerOn } from '../testing/server.ts';
import { withAuth } from './with-auth.ts';

const main = new URL('./main.ts', import.meta.url).pathname;
const secret = { BETTER_AUTH_SECRET: randomUUID() };

/** Runs a command. @returns its exit code and output. */
const runCommand = (url: string, ...args: string[]) =>
  new Promise<{ code: unknown; output: string }>((resolve) => {
    const cache = join(tmpdir(), 'tydo-compile-cache');
    const env = { NODE_COMPILE_CACHE: cache, DATABASE_URL: url };
    execFile(process.execPath, [main, ...args], { env }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, output: out + err }),
    );
  });

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tydo-commands-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'backup');
}

const authTables = await withAuth('sqlite::memory:', '/', ({ tables }) => tables);
const optionsFor = (url: string) => ({
  url,
  baseDir: '/',
  authTables,
  replace: false,
  createTables: (at: string) => withAuth(at, '/', (auth) => auth.migrate()),
});

/** A hash of all rows of each table, the same on both engines; and the number of them. */
async function hashesOf(url: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const { name } of await namesIn(url)) {
    const rows = (await execute(url, `select * from "${name}"`)) as Record<string, unknown>[];
    const texts = rows.map((row) =>
      JSON.stringify(Object.entries(row).map(([column, value]) => [column, inOneForm(value)])),
    );
    const hash = createHash('sha256').update(texts.toSorted().join('\n')).digest('hex');
    hashes[name] = `${rows.length} rows: ${hash}`;
  }
  return hashes;
}

const namesIn = async (url: string) =>
  (await execute(
    url,
    url.startsWith('sqlite:')
      ? `select name from sqlite_schema where type = 'table' and name not like 'sqlite%' order by 1`
      : `select tablename::text as name from pg_tables where schemaname = 'public' order by 1`,
  )) as { name: string }[];

/** SQLite has numbers for our times and booleans, and texts for Better Auth's times and for JSON. */
function inOneForm(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  if (typeof value !== 'string') return value;
  if (/^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(value)) return Date.parse(value);
  return /^[[{]/.test(value) ? JSON.stringify(JSON.parse(value)) : value;
}

// From PostgreSQL to SQLite and back, so each engine writes a backup and restores one of the other.
test('a backup of a running server is restored on both engines with each row as it was, and everything continues', async () => {
  await using database = await preparedDatabase('postgresql');
  const url = database.url;
  const server = await startServerOn(url, secret);
  const call = callerOf(server);
  const { bearer } = await createAccountWithData(server);
  const odd = 'a\\b "c"\t\u2028 \\N 😀 Grün';
  await call.post('/trpc/list.create', { name: 'Home' }, bearer);
  await call.post('/trpc/label.create', { name: 'at work' }, bearer);
  await call.post('/trpc/task.create', { title: 'last', description: `${odd}\r\n` }, bearer);
  const lastId = await call.post('/trpc/task.create', { title: 'gone' }, bearer);
  const { id } = Object(await lastId.json()).result.data;
  await call.post('/trpc/task.delete', { id }, bearer);
  const file = newFile();
  expect(await backUp(optionsFor(url), file)).toContain(`was copied to ${file}`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const expected = await hashesOf(url);
  await expect(restore(optionsFor(url), file)).rejects.toThrow('A server uses the database');
  await server[Symbol.asyncDispose]();

  await using across = await preparedDatabase('sqlite');
  await restore(optionsFor(across.url), file);
  expect(await hashesOf(across.url)).toEqual(expected);
  // In the short form only one way.
  await using back = await preparedDatabase(shortOrLong('sqlite', 'postgresql'));
  if (shortOrLong(false, true)) {
    const second = newFile();
    await backUp(optionsFor(across.url), second);
    await restore(optionsFor(back.url), second);
    expect(await hashesOf(back.url)).toEqual(expected);
  }

  for (const { url: restored } of shortOrLong([across], [across, back])) {
    await using started = await startServerOn(restored, secret);
    const caller = callerOf(started);
    expect(await caller.count(bearer)).toEqual({ active: 2, completed: 0 });
    const created = await caller.post('/trpc/task.create', { title: 'new' }, bearer);
    expect(Object(await created.json()).result.data.id).toBe(id + 1);
    const [{ seq, operations }] = (await execute(
      restored,
      'select max(seq) as seq, count(*) as operations from operation',
    )) as [{ seq: unknown; operations: unknown }];
    expect(Number(seq)).toBe(Number(operations));
  }
});

test('the commands back up and restore, and explain wrong usage in a sentence', async () => {
  await using database = await temporaryDatabase('sqlite');
  const { url } = database;
  const file = newFile();
  await (await startServerOn(url))[Symbol.asyncDispose]();
  expect(await runCommand(url, 'backup', file)).toMatchObject({ code: 0 });
  expect(readFileSync(file, 'latin1')).toMatch(/^SQLite format 3/);
  expect(await runCommand(url, 'restore', file)).toMatchObject({ code: 0 });
  const refused = { code: 1, output: expect.stringMatching(/^Tydo: Use npm run backup -- FILE/) };
  expect(await runCommand(url, 'restore', file, '--odd')).toEqual(refused);
});

test('a signal ends a restore at once, and nothing was changed', async () => {
  await using database = await preparedDatabase('postgresql');
  const { url } = database;
  const file = newFile();
  await backUp(optionsFor(url), file);
  await execute(url, `insert into task (user_id, title) values ('ann', 'kept')`);
  const [{ id }] = (await execute(url, 'select id from task')) as [{ id: number }];
  await using lock = await lockRow(url, id);
  const child = execFile(process.execPath, [main, 'restore', file, '--replace'], {
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'tydo-compile-cache'), DATABASE_URL: url },
  });
  const exit = once(child, 'exit');
  const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock'
    and application_name = 'tydo-backup' and datname = current_database()`;
  while ((await execute(url, waiting)).length === 0);
  child.kill('SIGINT');
  expect(await exit).toEqual([null, 'SIGINT']);
  // PostgreSQL does not see that a client is gone while it waits for a lock.
  await lock.unlock();
  expect(await execute(url, 'select title from task')).toEqual([{ title: 'kept' }]);
});
