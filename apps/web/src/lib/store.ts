import { useSyncExternalStore } from 'react';

/** A value that components can watch. */
export interface Store<T> {
  get: () => T;
  set: (next: (now: T) => T) => void;
  subscribe: (listener: () => void) => () => void;
}

/** A value that lives outside React, so that calls which end after a screen has gone can write to it. */
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

/** Watches the part of `store` that `select` picks; it must pick the same object until it changes. */
export function useStore<T, Part>(store: Store<T>, select: (value: T) => Part): Part {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
