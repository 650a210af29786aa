// better-sqlite3 is synchronous: a loop that only awaits statements would never let timers and sockets run.
// So a statement waits for the next turn of the event loop when this one has taken long.
import { setImmediate as nextTurn } from 'node:timers/promises';

export class EventLoopYielder {
  readonly #maxTurnMs: number;
  #turnStart = 0;
  #nextTurn: Promise<void> | undefined;

  constructor(maxTurnMs: number) {
    this.#maxTurnMs = maxTurnMs;
  }

  /** Yields to the event loop if `maxTurnMs` have passed since the first statement of this turn. */
  async yieldIfDue(): Promise<void> {
    this.#nextTurn ??= this.#startTurn();
    if (performance.now() - this.#turnStart > this.#maxTurnMs) await this.#nextTurn;
  }

  async #startTurn(): Promise<void> {
    this.#turnStart = performance.now();
    await nextTurn();
    this.#nextTurn = undefined;
  }
}
