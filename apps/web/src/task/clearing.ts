// Clearing many tasks takes several calls: each takes as many as one operation holds, and is taken back
// by a call of its own.

import { createStore, type Store } from '../lib/store.ts';

/** One of its calls. */
export interface Piece {
  operationId: string;
  /** Of the call that takes it back. */
  undoId: string;
  /** How many tasks it deleted; undefined as long as no answer says so. */
  deleted?: number;
}

/** How far it has come. `left` are still to be cleared. */
export interface ClearingProgress {
  cleared: number;
  left: number;
}

/** A clearing, piece by piece. */
export interface Clearing {
  /** The oldest first. */
  pieces: Piece[];
  progress: Store<ClearingProgress | undefined>;
  /** It goes on no further: it is to be taken back. */
  isStopped: boolean;
}

/** A clearing of which nothing was asked yet. */
export function createClearing(): Clearing {
  return {
    pieces: [],
    progress: createStore<ClearingProgress | undefined>(undefined),
    isStopped: false,
  };
}

/** How many tasks were cleared by what was answered. */
export function clearedBy({ pieces }: Clearing): number {
  return pieces.reduce((sum, { deleted = 0 }) => sum + deleted, 0);
}
