// better-sqlite3 is synchronous: a loop that only awaits its statements would keep timers and
// sockets waiting for ever. So now and then a statement waits for the event loop to go round.
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

/** How long statements may follow each other, in milliseconds. */
const longest = 5;

export class Rounds {
  #began = 0;
  #next: Promise<void> | undefined;

  /** Waits if timers and sockets have not had their turn for a while. */
  async letOthersLive(): Promise<void> {
    this.#next ??= this.#begin();
    if (performance.now() - this.#began > longest) await this.#next;
  }

  async #begin(): Promise<void> {
    this.#began = performance.now();
    await yieldToEventLoop();
    this.#next = undefined;
  }
}
