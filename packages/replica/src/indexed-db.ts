// A disk in IndexedDB. Its rules, and what each of them prevents, are in SYNC.md, 4.
import {
  type Disk,
  type DiskKey,
  type DiskRead,
  type DiskWrite,
  type Found,
  isNamed,
  nothingFound,
  type StoreName,
  storeNames,
} from './disk.ts';
import type { IdbDatabase, IdbFactory, IdbKey, IdbRequest } from './idb-types.ts';

const version = 1;

/** @throws where there is no database to be had, as in some private windows. */
export async function indexedDbDisk(factory: IdbFactory, name: string): Promise<Disk> {
  const onClosed = new Set<() => void>();
  /** Ends what is under way with an error. */
  const underway = new Set<(error: Error) => void>();
  let isOver = false;
  const open = async (): Promise<IdbDatabase> => {
    const database = await openDatabase(factory, name);
    database.addEventListener('versionchange', () => {
      // Otherwise a newer version of the page, or a removal, would wait for this tab.
      isOver = true;
      database.close();
      for (const listener of onClosed) listener();
    });
    // It closed by itself. Chromium never ends transactions that wait then, as on a full disk.
    database.addEventListener('close', () => {
      const error = new DOMException('The connection was closed.', 'InvalidStateError');
      for (const fail of underway) fail(error);
    });
    return database;
  };
  let database = await open();

  /** A connection may close by itself (Safari): once more over a new one. */
  async function reopened<T>(
    error: unknown,
    use: (database: IdbDatabase) => Promise<T>,
  ): Promise<T> {
    if (isOver || !isNamed(error, 'InvalidStateError')) throw error;
    database = await open();
    return ended(use(database));
  }
  function ended<T>(work: Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    underway.add(reject);
    work.then(resolve, reject).finally(() => underway.delete(reject));
    return promise;
  }
  // Not an async function: what it begins is committed before the caller goes on.
  function using<T>(use: (database: IdbDatabase) => Promise<T>): Promise<T> {
    try {
      return ended(use(database)).catch((error: unknown) => reopened(error, use));
    } catch (error) {
      return reopened(error, use);
    }
  }

  return {
    isKept: true,
    write: (writes, isStrict = false) => using((db) => write(db, writes, isStrict)),
    read: (reads) => using((db) => read(db, reads)),
    onClosed: (listener) => void onClosed.add(listener),
    close() {
      isOver = true;
      database.close();
    },
    async remove() {
      isOver = true;
      database.close();
      await settled(factory.deleteDatabase(name));
    },
  };
}

async function openDatabase(factory: IdbFactory, name: string): Promise<IdbDatabase> {
  const request = factory.open(name, version);
  request.addEventListener('upgradeneeded', () => {
    for (const store of storeNames) {
      request.result.createObjectStore(store, { autoIncrement: store === 'outbox' });
    }
  });
  return settled(request);
}

/** Never reads: a tab that the system froze in the middle would hold up all others. */
function write(
  database: IdbDatabase,
  writes: readonly DiskWrite[],
  isStrict: boolean,
): Promise<DiskKey[]> {
  const names = [...new Set(writes.map(({ store }) => store))];
  if (names.length === 0) return Promise.resolve([]);
  const durability = isStrict ? 'strict' : 'relaxed';
  const transaction = database.transaction(names, 'readwrite', { durability });
  const added: IdbRequest<unknown>[] = [];
  for (const one of writes) {
    const store = transaction.objectStore(one.store);
    if ('clear' in one) store.clear();
    else if ('delete' in one) store.delete(keyOf(one.delete));
    else if ('put' in one) store.put(one.put, keyOf(one.key));
    else
      added.push(one.key === undefined ? store.add(one.add) : store.add(one.add, keyOf(one.key)));
  }
  // In the same task: a tab that is killed now has written it.
  transaction.commit();
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () =>
      resolve(added.map(({ result }) => writtenKey(result))),
    );
    transaction.addEventListener('abort', () => reject(errorOf(transaction)));
  });
}

async function read(database: IdbDatabase, reads: DiskRead): Promise<Found> {
  const names = storeNames.filter((name) => reads[name] !== undefined);
  const found: Record<StoreName, { key: DiskKey; value: unknown }[]> = nothingFound();
  if (names.length > 0) {
    const transaction = database.transaction(names, 'readonly');
    await Promise.all(
      names.map(async (name) => {
        const store = transaction.objectStore(name);
        const wanted = reads[name];
        const values = Array.isArray(wanted)
          ? Promise.all(wanted.map((key) => settled(store.get(keyOf(key)))))
          : wanted === 'all' && settled(store.getAll());
        const keys = Array.isArray(wanted) ? wanted : await settled(store.getAllKeys());
        const all = await values;
        found[name] = keys.map(writtenKey).flatMap((key, at) => {
          const value = all ? all[at] : undefined;
          return all && value === undefined ? [] : { key, value };
        });
      }),
    );
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each store gives what was written to it.
  return found as Found;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all keys are those that were written.
const writtenKey = (key: unknown): DiskKey => key as DiskKey;

const keyOf = (key: DiskKey): IdbKey =>
  typeof key === 'string' || typeof key === 'number' ? key : [...key];

const settled = <T>(request: IdbRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(errorOf(request)));
  });

const errorOf = ({ error }: { error: Error | null }): Error =>
  error ?? new DOMException('It was aborted.', 'AbortError');
