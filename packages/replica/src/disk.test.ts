import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, test, vi } from 'vitest';
import { type Disk, isNamed } from './disk.ts';
import type { Entry } from './entry.ts';
import type { IdbDatabase, IdbFactory } from './idb-types.ts';
import { indexedDbDisk } from './indexed-db.ts';
import { memoryDisk } from './memory-disk.ts';

const entry: Entry = { operationId: 'a', name: 'task.create', input: {}, at: '' };
const newFactory = (): IdbFactory => new IDBFactory();
const operation = (seq: number) => {
  return { id: `op-${seq}`, seq, kind: '', undoes: null, createdAt: '', changes: [] };
};
const nameOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
  );

const disks: [string, () => Promise<Disk>][] = [
  ['in memory', async () => memoryDisk()],
  ['in IndexedDB', () => indexedDbDisk(newFactory(), 'tydo-ann')],
];

describe.for(disks)('a disk %s', ([, newDisk]) => {
  test('gives what was written, by key, all, or the keys alone', async () => {
    const disk = await newDisk();
    await disk.write([
      { store: 'tail', key: ['b', 2], put: operation(2) },
      { store: 'tail', key: ['b', 1], put: operation(1) },
      { store: 'note', key: 'x', put: { text: 'draft' } },
    ]);
    const { tail } = await disk.read({
      tail: [
        ['b', 1],
        ['b', 9],
        ['b', 2],
      ],
    });
    expect(tail.map(({ key, value }) => [key, value.seq])).toEqual([
      [['b', 1], 1],
      [['b', 2], 2],
    ]);
    const found = await disk.read({ tail: 'keys', note: 'all' });
    expect(new Set(found.tail.map(({ key }) => String(key)))).toEqual(new Set(['b,1', 'b,2']));
    expect(found.tail.map(({ value }) => value)).toEqual([undefined, undefined]);
    expect(found.note).toEqual([{ key: 'x', value: { text: 'draft' } }]);
    expect(found.outbox).toEqual([]);
  });

  test('numbers what is added without a key, and never gives a number twice', async () => {
    const disk = await newDisk();
    const add = async () => disk.write([{ store: 'outbox', add: entry }]);
    expect([await add(), await add()]).toEqual([[1], [2]]);
    await disk.write([{ store: 'outbox', delete: 2 }]);
    expect(await add()).toEqual([3]);
    await disk.write([{ store: 'outbox', key: 7, put: entry }]);
    expect(await add()).toEqual([8]);
  });

  test('writes all or nothing, and refuses a key that is there', async () => {
    const disk = await newDisk();
    await disk.write([{ store: 'tail', key: ['b', 1], add: operation(1) }]);
    const again = disk.write([
      { store: 'outbox', add: entry },
      { store: 'tail', key: ['b', 1], add: operation(7) },
    ]);
    expect(await nameOf(again)).toBe('ConstraintError');
    const { outbox, tail } = await disk.read({ outbox: 'all', tail: 'all' });
    expect([outbox, tail.map(({ value }) => value.seq)]).toEqual([[], [1]]);
  });

  test('empties one store and leaves the others', async () => {
    const disk = await newDisk();
    await disk.write([
      { store: 'outbox', add: entry },
      { store: 'note', key: 1, put: 'x' },
    ]);
    await disk.write([{ store: 'note', clear: true }]);
    const { outbox, note } = await disk.read({ outbox: 'keys', note: 'keys' });
    expect([outbox.length, note.length]).toEqual([1, 0]);
  });

  test('keeps what it was given, whatever becomes of that later', async () => {
    const disk = await newDisk();
    const note = { text: 'a' };
    const written = disk.write([{ store: 'note', key: 'n', put: note }]);
    note.text = 'b';
    await written;
    const read = async () => (await disk.read({ note: ['n'] })).note[0]?.value as { text: string };
    (await read()).text = 'c';
    expect(await read()).toEqual({ text: 'a' });
  });

  test('does nothing with nothing', async () => {
    const disk = await newDisk();
    expect(await disk.write([])).toEqual([]);
    expect((await disk.read({})).note).toEqual([]);
  });

  test('removes everything', async () => {
    const disk = await newDisk();
    await disk.write([{ store: 'outbox', add: entry }]);
    await expect(disk.remove()).resolves.toBeUndefined();
    disk.close();
  });
});

/** A factory that shows what its databases are asked to do. */
function watched(factory: IdbFactory, onOpen: (database: IdbDatabase) => void): IdbFactory {
  return {
    deleteDatabase: (name) => factory.deleteDatabase(name),
    open(name, version) {
      const request = factory.open(name, version);
      request.addEventListener('success', () => onOpen(request.result));
      return request;
    },
  };
}

describe('a disk in IndexedDB', () => {
  test('has committed a write before it returns', async () => {
    const steps: string[] = [];
    const disk = await indexedDbDisk(
      watched(newFactory(), (database) => {
        const begin = database.transaction.bind(database);
        vi.spyOn(database, 'transaction').mockImplementation((...input) => {
          steps.push(`begin ${input[1]} ${input[2]?.durability}`);
          const transaction = begin(...input);
          const commit = transaction.commit.bind(transaction);
          vi.spyOn(transaction, 'commit').mockImplementation(() => {
            steps.push('commit');
            commit();
          });
          return transaction;
        });
      }),
      'tydo-ann',
    );
    const written = disk.write([{ store: 'outbox', add: entry }], true);
    expect(steps).toEqual(['begin readwrite strict', 'commit']);
    await written;
    await disk.write([{ store: 'outbox', delete: 1 }]);
    expect(steps.slice(2)).toEqual(['begin readwrite relaxed', 'commit']);
  });

  test('goes on over a new connection when the old one has closed by itself', async () => {
    const factory = newFactory();
    const opened: IdbDatabase[] = [];
    const disk = await indexedDbDisk(
      watched(factory, (one) => opened.push(one)),
      'tydo-ann',
    );
    opened[0]?.close();
    expect(await disk.write([{ store: 'outbox', add: entry }])).toEqual([1]);
    opened[1]?.close();
    expect((await disk.read({ outbox: 'keys' })).outbox).toHaveLength(1);
    expect(opened).toHaveLength(3);
  });

  test('writes again what was under way when the connection closed by itself', async () => {
    const closings: (() => void)[] = [];
    const disk = await indexedDbDisk(
      watched(newFactory(), (database) => {
        const listen = database.addEventListener.bind(database);
        vi.spyOn(database, 'addEventListener').mockImplementation((type, listener) => {
          if (type === 'close') closings.push(listener);
          listen(type, listener);
        });
        if (closings.length > 0) return;
        // As Chromium does on a full disk: nothing is told of the transaction.
        const begin = database.transaction.bind(database);
        vi.spyOn(database, 'transaction').mockImplementation((...input) => {
          const transaction = begin(...input);
          vi.spyOn(transaction, 'addEventListener').mockReturnValue();
          return transaction;
        });
      }),
      'tydo-ann',
    );
    const written = disk.write([{ store: 'note', key: 'n', put: { text: 'a' } }]);
    closings[0]?.();
    expect(await written).toEqual([]);
    expect((await disk.read({ note: 'all' })).note).toMatchObject([{ value: { text: 'a' } }]);
    expect(closings).toHaveLength(2);
  });

  test('makes way when another tab removes the database', async () => {
    const factory = newFactory();
    const [one, other] = [await indexedDbDisk(factory, 'n'), await indexedDbDisk(factory, 'n')];
    const closed = vi.fn<() => void>();
    other.onClosed(closed);
    await one.remove();
    expect(closed).toHaveBeenCalledTimes(1);
    expect(await nameOf(other.write([{ store: 'outbox', add: entry }]))).toBe('InvalidStateError');
  });

  test('is not to be had where the browser refuses it, or a newer version has it', async () => {
    const factory = newFactory();
    const request = factory.open('n', 9);
    await new Promise<void>((resolve) => request.addEventListener('success', resolve));
    request.result.close();
    expect(await nameOf(indexedDbDisk(factory, 'n'))).toBe('VersionError');
  });

  test('tells errors apart by their names', () => {
    expect(isNamed(new DOMException('full', 'QuotaExceededError'), 'QuotaExceededError')).toBe(
      true,
    );
    expect(isNamed('QuotaExceededError', 'QuotaExceededError')).toBe(false);
  });
});
