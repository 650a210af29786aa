// What is kept on a device: a few stores of keys and values, written in transactions.
import type { Entry, Refused, Sent } from './entry.ts';
import type { Change, Row } from './model.ts';

export type DiskKey = string | number | readonly (string | number)[];

/** One operation, as far as this device needs it. */
export interface TailOperation {
  id: string;
  seq: number;
  kind: string;
  undoes: string | null;
  createdAt: string;
  changes: readonly Change[];
}

/** An operation, or a command that waits: it has no number yet. */
export type PastOperation = Omit<TailOperation, 'seq'> & { seq: number | null };

/** Which chunks hold the rows as of `seq`; what came later is in the tail. */
export interface Checkpoint {
  /** Names the snapshot that it goes back to; part of the keys of chunks and tail. */
  base: string;
  seq: number;
  /** The id of operation `seq`; null where it is not known. */
  after: string | null;
  chunks: readonly ChunkName[];
  retentionDays: number | null;
}

/** Noun, number, and a version: a chunk is never overwritten. */
export type ChunkName = readonly [noun: string, chunk: number, version: string];

/** A snapshot that is on its way. */
export interface Boot extends Checkpoint {
  cursor: string;
}

/** What the page showed last, with its confirmed rows as of `seq`. */
export interface First {
  base: string;
  seq: number;
  rows: readonly { noun: string; row: Row }[];
  /** Of all rows, by the view. */
  counts: Readonly<Record<string, number>>;
  /** Of counts that change with the clock: until when they are right, in ms since 1970. */
  until?: Readonly<Record<string, number>>;
}

/** Operations of the acts of one tab, the latest last. */
export interface Steps {
  done: readonly (readonly string[])[];
  undone: readonly (readonly string[])[];
}

export interface Stored {
  chunk: readonly Row[];
  tail: TailOperation;
  outbox: Entry;
  /** By the key of the outbox. */
  sent: Sent;
  refused: Refused;
  /** By name: `checkpoint`, `boot`, `shape`, `first`. */
  meta: { checkpoint?: Checkpoint; boot?: Boot; shape?: string; first?: First };
  note: unknown;
  /** By the id of a tab. */
  step: Steps;
}

export type StoreName = keyof Stored;
export const storeNames = [
  'chunk',
  'tail',
  'outbox',
  'sent',
  'refused',
  'meta',
  'note',
  'step',
] as const satisfies readonly StoreName[];

export type DiskWrite = {
  [Name in StoreName]:
    | { store: Name; put: Stored[Name]; key: DiskKey }
    /** Fails with ConstraintError where the key is there. Without a key it gets the next number. */
    | { store: Name; add: Stored[Name]; key?: DiskKey }
    | { store: Name; delete: DiskKey }
    | { store: Name; clear: true };
}[StoreName];

/** Of each store: these keys, all, or only the keys that there are. */
export type DiskRead = { [Name in StoreName]?: readonly DiskKey[] | 'all' | 'keys' };

/** What was found, in the order of the keys. */
export type Found = {
  [Name in StoreName]: { key: DiskKey; value: Stored[Name] }[];
};

export interface Disk {
  /** Whether it outlives the process. */
  readonly isKept: boolean;
  /**
   * All or nothing, begun and committed before it returns: what a killed tab has written is kept.
   *
   * @param isStrict waits until it is safe from a loss of power.
   * @returns the keys of what was added, in order.
   * @throws an error named as a DOMException: ConstraintError, QuotaExceededError, …
   */
  write(writes: readonly DiskWrite[], isStrict?: boolean): Promise<DiskKey[]>;
  /** In one transaction. Keys are given by a store that is read for its keys; its values are not there. */
  read(reads: DiskRead): Promise<Found>;
  /** Calls when a newer version of the page, or a removal, needs this connection closed; it is then. */
  onClosed(listener: () => void): void;
  close(): void;
  /** Removes all of it. */
  remove(): Promise<void>;
}

export const nothingFound = (): Found => ({
  chunk: [],
  tail: [],
  outbox: [],
  sent: [],
  refused: [],
  meta: [],
  note: [],
  step: [],
});

/** Whether an error is of this name, as those of IndexedDB are. */
export const isNamed = (error: unknown, name: string): boolean =>
  error instanceof Error && error.name === name;
