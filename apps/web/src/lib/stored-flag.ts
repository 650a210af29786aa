import { createStore, type Store, useStore } from './store.ts';

const prefix = 'tydo.show.';
const stores = new Map<string, Store<boolean>>();

/** As `useStoredFlag`, for what is not a component. */
export function storedFlag(name: string, initial = true): Store<boolean> {
  const known = stores.get(name);
  if (known) return known;
  const store = createStore(read(name) ?? initial);
  store.subscribe(() => write(name, store.get()));
  stores.set(name, store);
  return store;
}

/** Whether a part of the page is shown: kept in this browser, for all tabs that are opened later. */
export function useStoredFlag(name: string, initial = true) {
  const store = storedFlag(name, initial);
  const value = useStore(store, (flag) => flag);
  return [value, (next: boolean) => store.set(() => next)] as const;
}

// A browser may allow the page no storage: then it is kept while the page is open.
function read(name: string): boolean | undefined {
  try {
    const text = localStorage.getItem(prefix + name);
    return text === null ? undefined : text === 'yes';
  } catch {
    return undefined;
  }
}

function write(name: string, value: boolean): void {
  try {
    localStorage.setItem(prefix + name, value ? 'yes' : 'no');
  } catch {
    // See above.
  }
}
