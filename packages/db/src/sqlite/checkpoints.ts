// SQLite checkpoints its write-ahead log at 4 MiB, and empties it when no reader uses it. Two more cases:
// shortly after the last write, so that the file alone is complete; and when overlapping readers of other
// processes never leave such a moment, before a write.
import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type Database from 'better-sqlite3';

/** In bytes. */
export const maxLogSize = 16 * 2 ** 20;
/** The log's size is read once per so many transactions. */
const transactionsPerCheck = 200;
/** How long a write waits at most for readers to leave. */
const maxPauseMs = 250;
/** Half of what is promised: one second after the last write the file alone is complete. */
const idleMs = 500;

export class Checkpoints {
  readonly #database: Database.Database;
  readonly #file: string;
  #transactions = 0;
  #maxLogSize = maxLogSize;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#file = `${database.name}-wal`;
  }

  /** Before a transaction, by the holder of the write mutex. */
  async limitLog(): Promise<void> {
    this.#transactions += 1;
    if (this.#transactions % transactionsPerCheck !== 0 || this.#logSize() < this.#maxLogSize)
      return;
    for (const end = Date.now() + maxPauseMs; Date.now() < end; await sleep(2)) {
      if (this.#checkpoint()) {
        this.#maxLogSize = maxLogSize;
        return;
      }
    }
    // A reader stays for long: do not pause for it again soon.
    this.#maxLogSize = 2 * this.#logSize();
  }

  /** After each write: a checkpoint follows when there is no other for `idleMs`. */
  schedule(): void {
    this.#idleTimer ??= setTimeout(() => this.#checkpointWhenIdle(), idleMs).unref();
    this.#idleTimer.refresh();
  }

  /** Before the connection is closed. */
  stop(): void {
    clearTimeout(this.#idleTimer);
  }

  /** Tries again while other processes are in the way; a transaction of ours schedules at its end. */
  #checkpointWhenIdle(): void {
    if (!this.#database.inTransaction && !this.#checkpoint()) this.#idleTimer?.refresh();
  }

  #logSize(): number {
    return statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Without waiting; returns whether the log is empty now. */
  #checkpoint(): boolean {
    try {
      return this.#database.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0;
    } catch {
      // Most likely a full disk; the next write reports it to its caller.
      return false;
    }
  }
}
