// One holder at a time, first come, first served. Waiting is asynchronous, so that it blocks no timer, and
// it has a time limit.
import { setTimer, unavailable } from '../connection/deadline.ts';

/** Releases a mutex; calling it again does nothing. */
export type Release = () => void;

export class Mutex {
  readonly #queue: (() => void)[] = [];
  #locked = false;

  /** For metrics. */
  get state(): { isLocked: boolean; waiting: number } {
    return { isLocked: this.#locked, waiting: this.#queue.length };
  }

  /** @throws Refusal SERVICE_UNAVAILABLE after `timeoutMs`. */
  async acquire(timeoutMs: number): Promise<Release> {
    if (this.#locked) await this.#wait(timeoutMs);
    this.#locked = true;
    let released = false;
    return () => {
      if (!released) this.#unlock();
      released = true;
    };
  }

  /** `#locked` stays true for the next in the queue, so that no new caller overtakes it. */
  #unlock(): void {
    const next = this.#queue.shift();
    if (next) next();
    else this.#locked = false;
  }

  async #wait(timeoutMs: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#queue.push(resolve);
    const timer = setTimer(timeoutMs, () => {
      const place = this.#queue.indexOf(resolve);
      if (place < 0) return;
      this.#queue.splice(place, 1);
      reject(unavailable(new Error('other calls held the database until the time-out')));
    });
    await promise.finally(() => clearTimeout(timer));
  }
}
