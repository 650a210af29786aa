// Clearing many tasks takes several calls: each deletes as many tasks as one operation holds, and is undone
// by a call of its own.

import { createStore, type Store } from '../lib/store.ts';

/** One call of a clearing. */
export interface ClearingCall {
  operationId: string;
  /** The operation id of its undo. */
  undoId: string;
  /** How many tasks it deleted; undefined until a response says so. */
  deleted?: number;
}

/** How many tasks are cleared, and how many are left. */
export interface ClearingProgress {
  cleared: number;
  left: number;
}

/** A clearing, with its calls. */
export interface Clearing {
  /** Oldest first. */
  calls: ClearingCall[];
  progress: Store<ClearingProgress | undefined>;
  /** No further call is made, because the clearing will be undone. */
  isStopped: boolean;
}

/** A clearing before its first call. */
export function createClearing(): Clearing {
  return {
    calls: [],
    progress: createStore<ClearingProgress | undefined>(undefined),
    isStopped: false,
  };
}

/** How many tasks the confirmed calls have deleted. */
export function clearedBy({ calls }: Clearing): number {
  return calls.reduce((sum, { deleted = 0 }) => sum + deleted, 0);
}
