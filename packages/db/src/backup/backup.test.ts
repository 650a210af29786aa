// Backup and restore of an SQLite file, and starts after a kill. apps/api tests the commands, and restoring on
// the other engine.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ConfigError, openDatabase } from '../open-database.ts';
import { execute, newPerson } from '../testing/databases.ts';
import { secondProcess } from '../testing/second-process.ts';
import { smallDisk } from '../testing/small-disk.ts';
import { backUp } from './backup.ts';
import { partFile } from './part-file.ts';
import { restore } from './restore.ts';
import { tablesOf } from './rows.ts';
import { fillSqlite, readSqlite } from './sqlite-rows.ts';
import { writeBackup } from './write-backup.ts';

function newFolder() {
  const baseDir = mkdtempSync(join(tmpdir(), 'tydo-backup-'));
  onTestFinished(() => rmSync(baseDir, { recursive: true }));
  const at = (name: string) => join(baseDir, name);
  return {
    baseDir,
    at,
    url: 'sqlite:data/tydo.db',
    authTables: [],
    createTables: async (url: string) => (await openDatabase({ url })).close(),
    replace: false,
    file: at('data/tydo.db'),
    backup: at('backup'),
  };
}
type Folder = ReturnType<typeof newFolder>;

async function write(folder: Folder, ...titles: string[]): Promise<void> {
  await using db = await openDatabase(folder);
  for (const title of titles) await db.unitOfWork('ann').tasks.create({ title });
}
const titlesIn = async (file: string) =>
  (await execute(`sqlite:${file}`, 'select title from task order by id')).map(
    (row) => Object(row).title,
  );

/** The state after SIGKILL: the last write is only in the log. */
async function writeAndDie(folder: Folder, title: string): Promise<void> {
  const files = [folder.file, `${folder.file}-wal`];
  await using db = await openDatabase(folder);
  await db.unitOfWork('ann').tasks.create({ title });
  for (const file of files) copyFileSync(file, `${file}.killed`);
  expect(statSync(`${folder.file}-wal`).size).toBeGreaterThan(0);
  await db.close();
  for (const file of files) renameSync(`${file}.killed`, file);
}

/** Damages the middle of all pages but the first. */
function damage(file: string): void {
  const opened = openSync(file, 'r+');
  for (let page = 2; page < statSync(file).size / 4096; page += 1) {
    writeSync(opened, Buffer.alloc(600, 0xab), 0, 600, page * 4096);
  }
  closeSync(opened);
}

/** Damages the first page after the header, where the tables are listed. */
function damageFirst(file: string): void {
  const opened = openSync(file, 'r+');
  writeSync(opened, Buffer.alloc(600, 0xab), 0, 600, 100);
  closeSync(opened);
}

describe('a backup', () => {
  test('is made while another process writes: one file, complete, for its owner only', async () => {
    const folder = newFolder();
    const person = newPerson();
    await write(folder, 'first');
    await using other = await secondProcess('acknowledge', folder.file, person);
    expect(await backUp(folder, folder.backup)).toContain(folder.backup);
    await expect(restore(folder, folder.backup)).rejects.toThrow('Stop the server');
    await other.kill();
    expect(statSync(folder.backup).mode & 0o777).toBe(0o600);
    expect((await titlesIn(folder.backup))[0]).toBe('first');
    expect(readdirSync(folder.baseDir).toSorted()).toEqual(['backup', 'data']);
    await restore(folder, folder.backup);
    expect((await titlesIn(folder.file))[0]).toBe('first');
  });

  test('is never overwritten, and needs a folder and a database', async () => {
    const folder = newFolder();
    await expect(backUp(folder, folder.backup)).rejects.toThrow('There is no database at');
    await write(folder, 'kept');
    await backUp(folder, folder.backup);
    await expect(backUp(folder, folder.backup)).rejects.toThrow('is there already. Name another');
    await expect(backUp(folder, folder.at('none/backup'))).rejects.toThrow('Make it first');
    await expect(backUp({ ...folder, url: 'sqlite:data' }, folder.at('other'))).rejects.toThrow(
      /data could not be copied to .* Check the permissions of both/,
    );
    new Sqlite(folder.at('empty.db')).exec('create table other (id)').close();
    await expect(backUp({ ...folder, url: 'sqlite:empty.db' }, folder.at('other'))).rejects.toThrow(
      'no tables of Tydo',
    );
    await expect(restore({ ...folder, url: 'sqlite::memory:' }, folder.backup)).rejects.toThrow(
      'no file',
    );
    await expect(backUp({ ...folder, url: 'sqlite::memory:' }, folder.at('other'))).rejects.toThrow(
      'no file',
    );
  });

  test.each(['a folder that is a file', 'a name that is too long'])(
    'to %s is refused with an error that says what to do',
    async (where) => {
      const folder = newFolder();
      await write(folder, 'one');
      const to = where.startsWith('a folder')
        ? `${folder.file}/backup`
        : folder.at('x'.repeat(300));
      await expect(backUp(folder, to)).rejects.toThrow(ConfigError);
    },
  );

  test('of a damaged file is refused', async () => {
    const folder = newFolder();
    await write(folder, 'lost');
    damage(folder.file);
    await expect(backUp(folder, folder.backup)).rejects.toThrow(/damaged .*not copied/);
    expect(readdirSync(folder.baseDir)).toEqual(['data']);
  });

  test('that fails with an unknown error leaves nothing behind', async () => {
    const folder = newFolder();
    await write(folder, 'kept');
    const reason = new Error('odd');
    const writing = partFile(folder.file, folder.backup, () => Promise.reject(reason));
    await expect(writing).rejects.toBe(reason);
    expect(readdirSync(folder.baseDir)).toEqual(['data']);
  });

  test('on a full disk leaves nothing behind', async (context) => {
    await using disk = await smallDisk(1);
    if (!disk) return context.skip('Mounting a small disk takes root.');
    const folder = newFolder();
    await write(folder, 'kept');
    writeFileSync(join(disk.folder, 'ballast'), Buffer.alloc(2 ** 20));
    await expect(backUp(folder, join(disk.folder, 'b'))).rejects.toThrow('There is no space left');
    expect(readdirSync(disk.folder)).toEqual(['ballast']);
  });
});

/** The rows of the file, as a backup of a PostgreSQL database has them. */
async function writeRows(folder: Folder, to: string): Promise<void> {
  using source = readSqlite(folder.file, tablesOf([]));
  writeFileSync(to, '');
  await writeBackup(source, to);
}

type Make = (file: string, folder: Folder) => unknown;
const changed =
  (change: (bytes: Buffer) => Uint8Array): Make =>
  async (file, folder) => {
    await writeRows(folder, file);
    writeFileSync(file, change(readFileSync(file)));
  };
const changedText = (change: (text: string) => string): Make =>
  changed((bytes) => gzipSync(change(gunzipSync(bytes).toString())));
/** With the right checksum. */
const signed = (from: string, to: string): Make =>
  changedText((text) => {
    const lines = text.replace(from, to).replace(/\{"sha256.*\n/, '');
    return `${lines}{"sha256":"${createHash('sha256').update(lines).digest('hex')}"}\n`;
  });

describe('a restore', () => {
  test.each([
    ['of a copy of the file', backUp],
    ['of rows', writeRows],
  ])('%s replaces the database, and keeps the old one with its log', async (_name, make) => {
    const folder = newFolder();
    await write(folder, 'first');
    await make(folder, folder.backup);
    await writeAndDie(folder, 'later');
    // As older versions created it.
    chmodSync(folder.file, 0o644);
    expect(await restore(folder, folder.backup)).toContain('is kept as');
    const [name = '', kept = '', ...more] = readdirSync(folder.at('data')).toSorted();
    expect([name, ...more]).toEqual(['tydo.db']);
    expect(await titlesIn(folder.file)).toEqual(['first']);
    expect(statSync(folder.file).mode & 0o777).toBe(0o600);
    expect(statSync(folder.at(`data/${kept}`)).mode & 0o777).toBe(0o600);
    expect(await titlesIn(folder.at(`data/${kept}`))).toEqual(['first', 'later']);
    await write(folder, 'second');
    expect(await titlesIn(folder.file)).toEqual(['first', 'second']);
  });

  test('is refused while a process has the database open, and changes nothing', async () => {
    const folder = newFolder();
    await write(folder, 'first');
    await backUp(folder, folder.backup);
    await using db = await openDatabase(folder);
    await db.unitOfWork('ann').tasks.create({ title: 'later' });
    await expect(restore(folder, folder.backup)).rejects.toThrow('Stop the server');
    expect(await titlesIn(folder.file)).toEqual(['first', 'later']);
    expect(readdirSync(folder.at('data'))).toHaveLength(3);
  });

  test.each([
    ['a damaged file', 0],
    ['a file whose schema is damaged', 50],
  ])('replaces %s, and keeps it', async (_name, moreTables) => {
    const folder = newFolder();
    await write(folder, 'first');
    for (let n = 0; n < moreTables; n += 1) {
      await execute(
        `sqlite:${folder.file}`,
        `create table other_${n} (a_column_${n} text not null)`,
      );
    }
    await backUp(folder, folder.backup);
    damage(folder.file);
    const damaged = readFileSync(folder.file);
    await restore(folder, folder.backup);
    const [, kept = ''] = readdirSync(folder.at('data')).toSorted();
    // Without the header, which changes with the journal mode.
    expect(readFileSync(folder.at(`data/${kept}`)).subarray(4096)).toEqual(damaged.subarray(4096));
    expect(await titlesIn(folder.file)).toEqual(['first']);
  });

  test('replaces a file that SQLite cannot read, and keeps it and its log unchanged', async () => {
    const folder = newFolder();
    await write(folder, 'first');
    await backUp(folder, folder.backup);
    writeFileSync(folder.file, 'Milk, bread. '.repeat(400));
    writeFileSync(`${folder.file}-wal`, 'log');
    await restore(folder, folder.backup);
    const [, kept = '', log = ''] = readdirSync(folder.at('data')).toSorted();
    expect(log).toBe(`${kept}-wal`);
    expect(readFileSync(folder.at(`data/${kept}`), 'utf8')).toMatch(/^Milk/);
    expect(readFileSync(folder.at(`data/${log}`), 'utf8')).toBe('log');
    expect(await titlesIn(folder.file)).toEqual(['first']);
  });

  test('works without a database', async () => {
    const folder = newFolder();
    await write(folder, 'first');
    await backUp(folder, folder.backup);
    rmSync(folder.at('data'), { recursive: true });
    await restore(folder, folder.backup);
    expect(await titlesIn(folder.file)).toEqual(['first']);
    expect(statSync(folder.at('data')).mode & 0o777).toBe(0o700);
  });

  test.each([
    ['missing', () => {}, 'There is no file'],
    [
      'text',
      (file: string) => writeFileSync(file, 'Milk, bread. '.repeat(100)),
      'not an SQLite database',
    ],
    [
      'of another program',
      (file: string) => new Sqlite(file).exec('create table task (id)').close(),
      'not one of Tydo',
    ],
    [
      'damaged',
      (file: string, folder: Folder) => (copyFileSync(folder.file, file), damage(file)),
      'is damaged',
    ],
    ['a folder', (file: string) => mkdirSync(file), 'There is no file'],
    ['cut off', changed((text) => text.subarray(0, -200)), 'is not whole (unexpected end of file)'],
    ['spoiled', changed((bytes) => bytes.fill(0xab, 50, 90)), 'is not whole'],
    [
      'without its end',
      changedText((text) => text.replace(/\{"sha256.*\n/, '')),
      'its end is missing',
    ],
    [
      'without a row',
      changedText((text) => text.replace(/\n\[.*/, '')),
      'rows of "task" are missing',
    ],
    ['with a changed row', changedText((text) => text.replace('kept', 'kepT')), 'checksum'],
    ['with half a row', changedText((text) => text.replace(/\n\[.*/, '\n[1]')), 'a row of "task"'],
    ['with no JSON', changedText((text) => text.replace(/\n\[.*/, '\n[1')), 'a row of "task"'],
    [
      'of no columns',
      changedText((text) => text.replace(/"columns":\[.*?\]/, '"columns":0')),
      'is not whole',
    ],
    ['two in one', changedText((text) => text + text), 'something follows its end'],
    ['of other rows', changedText(() => '{"a":1}\n'), 'is no backup of Tydo'],
    [
      'of a newer format',
      changedText((text) => text.replace('"format":1', '"format":2')),
      'has the format 2, and this version of Tydo reads 1',
    ],
    ['with a new column', signed('"title",', '"colour",'), 'a column "colour" in "task"'],
    ['with a new table', signed('"name":"task"', '"name":"chore"'), 'a table "chore"'],
  ] satisfies [string, Make, string][])(
    'of a backup that is %s is refused, and changes nothing',
    async (_name, make, sentence) => {
      const folder = newFolder();
      await write(folder, 'kept');
      await make(folder.backup, folder);
      await expect(restore(folder, folder.backup)).rejects.toThrow(sentence);
      expect(await titlesIn(folder.file)).toEqual(['kept']);
      expect(readdirSync(folder.at('data'))).toEqual(['tydo.db']);
    },
  );

  test('of rows of an account that is not in the backup is refused', async () => {
    const folder = newFolder();
    await write(folder, 'kept');
    const file = folder.at('accounts.db');
    const accounts = 'create table person (id text primary key); create table login';
    new Sqlite(file).exec(`${accounts} (person text references person (id))`).close();
    const tables = [{ name: 'login', columns: ['person'] }];
    const rows = async function* () {
      yield '["ann"]';
    };
    await expect(fillSqlite(file, { tables, rows })).rejects.toThrow('an account that it does not');
    expect(await execute(`sqlite:${file}`, 'select * from login')).toEqual([]);
  });

  test('of the database itself is refused', async () => {
    const folder = newFolder();
    await write(folder, 'kept');
    await expect(restore(folder, folder.file)).rejects.toThrow('is the database itself');
  });
});

test('a start refuses a file whose first page is damaged and says what to do', async () => {
  const folder = newFolder();
  await write(folder, 'lost');
  damageFirst(folder.file);
  const before = readFileSync(folder.file);
  await expect(openDatabase(folder)).rejects.toThrow(
    /is damaged .* with `npm run restore -- FILE`/,
  );
  expect(readFileSync(folder.file)).toEqual(before);
});

describe('a start that finds the log of a killed process', () => {
  test.each([
    ['in its first page', damageFirst],
    ['after that', damage],
  ])('refuses a file damaged %s, changes nothing and says what to do', async (_name, spoil) => {
    const folder = newFolder();
    await write(folder, 'first');
    await writeAndDie(folder, 'lost');
    spoil(folder.file);
    const before = ['', '-wal'].map((end) => readFileSync(`${folder.file}${end}`));
    const opening = openDatabase(folder);
    await expect(opening).rejects.toThrow(ConfigError);
    await expect(opening).rejects.toThrow(/is damaged .* with `npm run restore -- FILE`/);
    expect(['', '-wal'].map((end) => readFileSync(`${folder.file}${end}`))).toEqual(before);
  });

  test('opens an undamaged file', async () => {
    const folder = newFolder();
    await writeAndDie(folder, 'kept');
    await using db = await openDatabase(folder);
    expect(await db.unitOfWork('ann').tasks.counts()).toEqual({ active: 1, completed: 0 });
  });
});
