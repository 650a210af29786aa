// One at a time, first come first served. Waiting is done in JavaScript, where it stops no timer,
// and it always ends.
import { setTimer, unavailable } from '../connection/deadline.ts';

/** Ends a turn; the second time it does nothing. */
export type Pass = () => void;

export class Turns {
  readonly #waiting: (() => void)[] = [];
  #taken = false;

  /**
   * Waits for a turn, at most `limit` milliseconds, and gives what ends it.
   *
   * @throws Refusal SERVICE_UNAVAILABLE when the turn does not come in time.
   */
  async take(limit: number): Promise<Pass> {
    if (this.#taken) await this.#wait(limit);
    this.#taken = true;
    let over = false;
    return () => {
      if (!over) this.#next();
      over = true;
    };
  }

  /** To whoever waits longest: `#taken` stays true then, so that nobody slips in between. */
  #next(): void {
    const begin = this.#waiting.shift();
    if (begin) begin();
    else this.#taken = false;
  }

  async #wait(limit: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    const timer = setTimer(limit, () => {
      const place = this.#waiting.indexOf(resolve);
      if (place < 0) return;
      this.#waiting.splice(place, 1);
      reject(unavailable(new Error('other calls have held the database all the time')));
    });
    await promise.finally(() => clearTimeout(timer));
  }
}
