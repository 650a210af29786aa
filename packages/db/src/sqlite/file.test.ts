// Permissions of the file, its log and its shared memory.
import { chmodSync, existsSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../open-database.ts';
import { newPerson } from '../testing/databases.ts';
import { tighten } from './file.ts';

/** A folder that others may read, with a umask of 0. */
async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tydo-modes-'));
  chmodSync(folder, 0o755);
  const umask = process.umask(0);
  onTestFinished(async () => {
    process.umask(umask);
    await rm(folder, { recursive: true });
  });
  return folder;
}

const modesIn = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [
      name,
      (statSync(join(folder, name)).mode & 0o777).toString(8),
    ]),
  );
const ownerOnly = { 'tydo.db': '600', 'tydo.db-shm': '600', 'tydo.db-wal': '600' };

test('new files are for their owner only, whatever the umask', async () => {
  const folder = await openFolder();
  await using db = await openDatabase({ url: `sqlite:${join(folder, 'tydo.db')}` });
  await db.unitOfWork(newPerson()).tasks.create({ title: 'mine' });
  expect(modesIn(folder)).toEqual(ownerOnly);
});

test('existing files lose other users’ permissions, with a log line for each', async () => {
  const folder = await openFolder();
  const file = join(folder, 'tydo.db');
  using left = Object.assign(new Sqlite(file), { [Symbol.dispose]: () => void left.close() });
  left.pragma('journal_mode = WAL');
  left.exec('create table other (id integer)');
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644);
  const logged: object[] = [];
  const log = { warn: (details: object) => void logged.push(details) };
  await using _db = await openDatabase({ url: `sqlite:${file}`, log });
  expect(modesIn(folder)).toEqual(ownerOnly);
  expect(logged).toEqual(
    ['', '-wal', '-shm'].map((end) => ({ file: `${file}${end}`, was: '644' })),
  );
});

test('a new file behind a symbolic link is for its owner only', async () => {
  const [folder, other] = [await openFolder(), await openFolder()];
  const link = join(other, 'link.db');
  symlinkSync(join(folder, 'tydo.db'), link);
  await using _db = await openDatabase({ url: `sqlite:${link}` });
  expect(modesIn(folder)).toEqual(ownerOnly);
});

// Not even root may change the mode of this one.
const fixed = '/proc/self/stat';
test.runIf(existsSync(fixed))(
  'the log says what to do where the permissions cannot be changed',
  () => {
    const logged: unknown[] = [];
    tighten(fixed, { warn: (...line) => void logged.push(line) });
    const details = { file: fixed, was: '444', reason: expect.stringContaining('EPERM') };
    expect(logged).toEqual([[details, expect.stringContaining('chmod it to 600')]]);
  },
);
