// SQLite starts its write-ahead log over when nobody reads from it. Readers of other processes that
// overlap never leave such a moment, so we make one: nobody of us writes meanwhile.
import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type Database from 'better-sqlite3';

/** In bytes; SQLite's own checkpoints keep it at 4 MiB where nobody is in the way. */
export const largestWal = 16 * 2 ** 20;
/** Transactions between two looks. */
const interval = 200;
/** In milliseconds. How long writes pause at most for readers that were there before. */
const patience = 250;

export class Wal {
  readonly #database: Database.Database;
  readonly #file: string;
  #transactions = 0;
  #limit = largestWal;

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

  #size(): number {
    return statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
  }

  #startOver(): boolean {
    try {
      return this.#database.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0;
    } catch {
      // The disk, most likely. The write that comes now says so to its caller.
      return false;
    }
  }
}
