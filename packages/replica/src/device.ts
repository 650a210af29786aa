// What the parts of a replica work with.
import type { SyncApi } from './api.ts';
import type { Clock } from './clock.ts';
import type { SafeDisk } from './safe-disk.ts';
import type { ReplicaState } from './state.ts';
import type { Message } from './tabs.ts';

export interface Device {
  state: ReplicaState;
  disk: SafeDisk;
  api: SyncApi;
  clock: Clock;
  newId: () => string;
  /** Reads what other tabs have written. */
  catchUp: () => Promise<void>;
  /** Says something to the other tabs. */
  post: (message: Message) => void;
  /** Says to them that something was stored. */
  tellStored: () => void;
}
