import { useSyncExternalStore } from 'react';

/** A value that components can subscribe to. */
export interface Store<T> {
  get: () => T;
  set: (next: (now: T) => T) => void;
  subscribe: (listener: () => void) => () => void;
}

/** Creates a store outside React, so that calls can still write to it after their screen is gone. */
export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      value = next(value);
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Subscribes to a part of `store`. `select` must return the same object until that part changes. */
export function useStore<T, Part>(store: Store<T>, select: (value: T) => Part): Part {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
