// What a command leaves on the disk until it is done.
import type { Change, Fields, Key, Row } from './model.ts';

/** A command as it was given. Never changed. */
export interface Entry {
  operationId: string;
  name: string;
  /** Read by its schema, with the names of the rows that it makes. */
  input: object;
  /** When, by the device's clock. */
  at: string;
  /** The texts that it overwrites, as the person saw them. */
  seen?: Fields;
  /** Of its rows, those that do not have these values when it is sent are left out. */
  where?: Fields;
  /** Of a delete: the row as the person saw it. */
  saw?: Row;
  /** Of an undo: what it takes back, as far as it was known then. */
  undoes?: readonly Change[];
}

/** What became of an entry, apart from it: a tab that wakes up late may write it, and nothing comes of it. */
export interface Sent {
  /** By the device's clock, the first time. */
  sentAt: number;
  /** The input as it left first. A repeat has the same. */
  input: object;
  answer?: { seq: number | null };
}

/** Why an entry is not sent any more, or what the person has to know of it. */
export type Refusal =
  /** The server refused it for good. */
  | { kind: 'refused'; message: string; data: Fields }
  /** The text was changed elsewhere: both are offered. `row` is undefined where it is gone. */
  | { kind: 'conflict'; noun: string; key: Key; row: Row | undefined }
  /** It was sent, and whether it was done cannot be found out by sending it again. */
  | { kind: 'expired' }
  /** It was done, but the row that it deleted had been changed elsewhere: as `row` is. To be told. */
  | { kind: 'overrode'; row: Row }
  /** The server failed at it again and again. Sending it again is safe. */
  | { kind: 'failed'; message: string; data: Fields };

export interface Refused {
  entry: Entry;
  sent?: Sent | undefined;
  why: Refusal;
}

/** What came of a command. `seq` is the operation's number; null where it changed nothing. */
export type Answer = { seq: number | null } | { refused: Refusal };
