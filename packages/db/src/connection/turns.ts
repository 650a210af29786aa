// Who may use SQLite's one connection. Waiting is done in JavaScript, where it stops no timer, and
// ends with the call's time.
import { setTimeout as sleep } from 'node:timers/promises';
import { after, timeLeft, unavailable } from './failure.ts';

/** How long a call without a deadline waits, in milliseconds. */
const patience = 4_000;

export class Turns {
  readonly #waiting: (() => void)[] = [];
  #taken = false;

  /** @throws Refusal SERVICE_UNAVAILABLE when the turn does not come in time. */
  async take(): Promise<void> {
    if (this.#taken) await this.#wait();
    this.#taken = true;
  }

  /** To whoever waits longest: `#taken` stays true then, so that nobody slips in between. */
  pass(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken = false;
  }

  /** Lets the others go on for some milliseconds. */
  async pause(milliseconds: number): Promise<void> {
    this.pass();
    await sleep(milliseconds);
    await this.take();
  }

  async #wait(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    const timer = after(timeLeft(patience), () => {
      const place = this.#waiting.indexOf(resolve);
      if (place >= 0) this.#waiting.splice(place, 1);
      reject(unavailable(new Error('other calls have held the database all the time')));
    });
    await promise.finally(() => clearTimeout(timer));
  }
}
