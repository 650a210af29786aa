// better-sqlite3 is synchronous: a loop that only awaits statements would never let timers and sockets run.
// So a statement waits for the next turn of the event loop when this one has taken long.
import { setImmediate as nextTurn } from 'node:timers/promises';

const maxTurnMs = 5;

export class EventLoopYielder {
  #turnStart = 0;
  #nextTurn: Promise<void> | undefined;

  /** Yields to the event loop if statements have run for `maxTurnMs`. */
  async yieldIfDue(): Promise<void> {
    this.#nextTurn ??= this.#startTurn();
    if (performance.now() - this.#turnStart > maxTurnMs) await this.#nextTurn;
  }

  async #startTurn(): Promise<void> {
    this.#turnStart = performance.now();
    await nextTurn();
    this.#nextTurn = undefined;
  }
}
