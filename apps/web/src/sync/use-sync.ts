import type { Status } from '@tydo/replica/state';
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Sync } from './open.ts';

const SyncContext = createContext<Sync | undefined>(undefined);

export const SyncProvider = SyncContext.Provider;

/** The tasks of the signed-in person on this device. */
export function useSync(): Sync {
  const sync = useContext(SyncContext);
  if (!sync) throw new Error('useSync needs a SyncProvider above it.');
  return sync;
}

/** A part of what state the replica is in: `select` must return the same value until that part changes. */
export function useSyncStatus<Part>(select: (status: Status) => Part): Part {
  const { status } = useSync().replica;
  return useSyncExternalStore(status.subscribe, () => select(status.get()));
}
