// The file, its log and its shared memory are for their owner alone.
import { chmodSync, existsSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../open-database.ts';
import { newPerson } from '../testing/databases.ts';
import { tighten } from './file.ts';

/** A folder that others may look into, where nothing is taken away from the modes of new files. */
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
const owners = { 'tydo.db': '600', 'tydo.db-shm': '600', 'tydo.db-wal': '600' };

test('new files are, in a folder that was there, whatever the umask', async () => {
  const folder = await openFolder();
  await using db = await openDatabase({ url: `sqlite:${join(folder, 'tydo.db')}` });
  await db.unitOfWork(newPerson()).tasks.create({ title: 'mine' });
  expect(modesIn(folder)).toEqual(owners);
});

test('files that others could read become so, and the log has a line for each', async () => {
  const folder = await openFolder();
  const file = join(folder, 'tydo.db');
  using left = Object.assign(new Sqlite(file), { [Symbol.dispose]: () => void left.close() });
  left.pragma('journal_mode = WAL');
  left.exec('create table other (id integer)');
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644);
  const told: object[] = [];
  const log = { warn: (details: object) => void told.push(details) };
  await using _db = await openDatabase({ url: `sqlite:${file}`, log });
  expect(modesIn(folder)).toEqual(owners);
  expect(told).toEqual(['', '-wal', '-shm'].map((end) => ({ file: `${file}${end}`, was: '644' })));
});

test('a file at the end of a link is, also when it is not there yet', async () => {
  const [folder, other] = [await openFolder(), await openFolder()];
  const link = join(other, 'link.db');
  symlinkSync(join(folder, 'tydo.db'), link);
  await using _db = await openDatabase({ url: `sqlite:${link}` });
  expect(modesIn(folder)).toEqual(owners);
});

// Not even root may change the mode of this one.
const fixed = '/proc/self/stat';
test.runIf(existsSync(fixed))(
  'where others keep the right to read, the log says what to do',
  () => {
    const told: unknown[] = [];
    tighten(fixed, { warn: (...line) => void told.push(line) });
    const details = { file: fixed, was: '444', reason: expect.stringContaining('EPERM') };
    expect(told).toEqual([[details, expect.stringContaining('chmod it to 600')]]);
  },
);
