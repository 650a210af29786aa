// A disk that forgets: for tests, and for a page where there is no database.
import type { Disk, DiskKey, DiskRead, DiskWrite, Found, StoreName } from './disk.ts';
import { nothingFound, storeNames } from './disk.ts';

/** Several replicas may have the same one, as tabs of one browser have the same database. */
export function memoryDisk(): Disk {
  const stores = new Map<StoreName, Map<string, { key: DiskKey; value: unknown }>>(
    storeNames.map((name) => [name, new Map()]),
  );
  let lastNumber = 0;
  const storeOf = (name: StoreName) => stores.get(name) ?? new Map();

  function write(writes: readonly DiskWrite[]): DiskKey[] {
    for (const one of writes) {
      const isTaken =
        'add' in one && one.key !== undefined && storeOf(one.store).has(text(one.key));
      if (isTaken) throw new DOMException('There is such a key.', 'ConstraintError');
    }
    const keys: DiskKey[] = [];
    for (const one of writes) {
      const store = storeOf(one.store);
      if ('clear' in one) store.clear();
      else if ('delete' in one) store.delete(text(one.delete));
      else {
        const key = one.key ?? lastNumber + 1;
        // As in IndexedDB, numbers go on from the largest key.
        if (typeof key === 'number') lastNumber = Math.max(lastNumber, key);
        if ('add' in one) keys.push(key);
        const value = structuredClone('add' in one ? one.add : one.put);
        store.set(text(key), { key, value });
      }
    }
    return keys;
  }

  function read(reads: DiskRead): Found {
    const found: Record<StoreName, { key: DiskKey; value: unknown }[]> = nothingFound();
    for (const name of storeNames) {
      const wanted = reads[name];
      if (wanted === undefined) continue;
      const store = storeOf(name);
      const records = Array.isArray(wanted)
        ? wanted.flatMap((key) => store.get(text(key)) ?? [])
        : [...store.values()];
      found[name] = records.map(({ key, value }) => ({
        key,
        value: wanted === 'keys' ? undefined : structuredClone(value),
      }));
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each store gives what was written to it.
    return found as Found;
  }

  return {
    isKept: false,
    write: async (writes) => write(writes),
    read: async (reads) => read(reads),
    onClosed() {},
    close() {},
    async remove() {
      for (const store of stores.values()) store.clear();
    },
  };
}

const text = (key: DiskKey): string => JSON.stringify(key);
