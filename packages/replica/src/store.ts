/** A value that can be watched. */
export interface Store<T> {
  get: () => T;
  subscribe: (listener: () => void) => () => void;
}

export interface WritableStore<T> extends Store<T> {
  set: (next: T) => void;
}

export function createStore<T>(initial: T): WritableStore<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
