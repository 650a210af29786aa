// SQLite files that cannot be opened, or only for reading.
import { chmod, chown, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, openDatabase } from '../open-database.ts';
import { execute, newPerson, shortOrLong } from '../testing/databases.ts';
import { secondProcess } from '../testing/second-process.ts';
import { smallDisk } from '../testing/small-disk.ts';

const temporaryFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tydo-open-'));
  return {
    folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
};

const withOneTask = async (file: string, person: string) => {
  await using db = await openDatabase({ url: `sqlite:${file}` });
  await db.unitOfWork(person).tasks.create({ title: 'to be read' });
};

test.each([
  ['a folder', 'folder', 'is not a file'],
  ['a file of another kind', 'notes.txt', 'is not an SQLite database'],
  ['a file in a file', 'notes.txt/tydo.db', 'its folder'],
  ['a folder in a file', 'notes.txt/data/tydo.db', 'its folder'],
  ['a folder that cannot be created', '/proc/tydo/tydo.db', 'its folder'],
  ['a file that cannot be created', '/proc/tydo.db', 'its folder'],
  ['a link into a file', 'link.db', 'its folder'],
])('%s is refused with an error that says what to do', async (_, path, sentence) => {
  await using temporary = await temporaryFolder();
  await mkdir(join(temporary.folder, 'folder'));
  await writeFile(join(temporary.folder, 'notes.txt'), 'Milk, bread. '.repeat(100));
  await symlink('none/../notes.txt/tydo.db', join(temporary.folder, 'link.db'));
  const opening = openDatabase({ url: `sqlite:${path}`, baseDir: temporary.folder });
  await expect(opening).rejects.toThrow(ConfigError);
  await expect(opening).rejects.toThrow(sentence);
  await expect(opening).rejects.toThrow('DATABASE_URL');
});

test.each(['wal', 'delete'].slice(0, shortOrLong(1, 2)))(
  'a file without write permission can be read, and writes are refused (%s)',
  async (journal) => {
    await using temporary = await temporaryFolder();
    const { folder } = temporary;
    const file = join(folder, 'tydo.db');
    const person = newPerson();
    await withOneTask(file, person);
    await execute(`sqlite:${file}`, `pragma journal_mode = ${journal}`);
    await chmod(file, 0o444);
    // Root ignores permissions: the child becomes the user who owns the folder.
    if (process.getuid?.() === 0) await chown(folder, 65_534, 65_534);
    await using child = await secondProcess('tryBoth', file, person);
    const [line = ''] = await child.ended();
    expect(JSON.parse(line)).toEqual({
      counts: { active: 1, completed: 0 },
      code: 'SERVICE_UNAVAILABLE',
      cause: 'SQLITE_READONLY',
    });
  },
);

test('a file on a read-only disk is refused with an error that says what to do', async (context) => {
  await using disk = await smallDisk(2);
  if (!disk) return context.skip('Mounting a disk takes root.');
  const file = join(disk.folder, 'tydo.db');
  await withOneTask(file, newPerson());
  await disk.makeReadOnly();
  const opening = openDatabase({ url: `sqlite:${file}` });
  await expect(opening).rejects.toThrow(ConfigError);
  await expect(opening).rejects.toThrow('check its permissions and those of its folder');
});

test('a new file is opened while another process writes to it', async () => {
  await using temporary = await temporaryFolder();
  const file = join(temporary.folder, 'tydo.db');
  await using _other = await secondProcess('write', file);
  await withOneTask(file, newPerson());
  expect(await execute(`sqlite:${file}`, 'pragma journal_mode')).toEqual([{ journal_mode: 'wal' }]);
});
