// SQLite copies its write-ahead log into the file when it has grown to 4 MiB, and starts it over when
// nobody reads from it. We do both sooner: when nothing is written, so that the file alone is whole; and
// when readers of other processes overlap, which never leave such a moment, while nobody of us writes.
import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type Database from 'better-sqlite3';

/** In bytes; SQLite's own checkpoints keep it at 4 MiB where nobody is in the way. */
export const largestWal = 16 * 2 ** 20;
/** Transactions between two looks. */
const interval = 200;
/** In milliseconds. How long writes pause at most for readers that were there before. */
const patience = 250;
/** In milliseconds without a write. Half of what is promised: a second after it the file is whole. */
const idleMs = 500;

export class Wal {
  readonly #database: Database.Database;
  readonly #file: string;
  #transactions = 0;
  #limit = largestWal;
  #idle: NodeJS.Timeout | undefined;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#file = `${database.name}-wal`;
  }

  /** For whoever has the turn to write, before its transaction. */
  async keepSmall(): Promise<void> {
    this.#transactions += 1;
    if (this.#transactions % interval !== 0 || this.#size() < this.#limit) return;
    for (const end = Date.now() + patience; Date.now() < end; await sleep(2)) {
      if (this.#startOver()) {
        this.#limit = largestWal;
        return;
      }
    }
    // Somebody reads for long. It does not help to pause for it all the time.
    this.#limit = 2 * this.#size();
  }

  /** After each write: once there is none for a while, the log is copied into the file. */
  wasWritten(): void {
    this.#idle ??= setTimeout(() => this.#copy(), idleMs).unref();
    this.#idle.refresh();
  }

  /** Before the connection is closed. */
  stop(): void {
    clearTimeout(this.#idle);
  }

  /** What other processes are in the way of is tried again; a transaction of ours tells when it ends. */
  #copy(): void {
    if (!this.#database.inTransaction && !this.#startOver()) this.#idle?.refresh();
  }

  #size(): number {
    return statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Waits for nobody, and gives whether the log is empty now. */
  #startOver(): boolean {
    try {
      return this.#database.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0;
    } catch {
      // The disk, most likely. The write that comes now says so to its caller.
      return false;
    }
  }
}
