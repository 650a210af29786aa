// Wakes at a moment by the clock, also where a timer would be late.
import type { Clock } from './clock.ts';

/** In ms. A timer does not count the time in which the machine sleeps. */
const looksEveryMs = 60_000;

export class Alarm {
  readonly #clock: Clock;
  readonly #onLook: () => void;
  #timer: { at: number; cancel: () => void } | undefined;
  #isClosed = false;

  /** @param onLook is called at the moment, and now and then before: it sets the alarm again. */
  constructor(clock: Clock, onLook: () => void) {
    this.#clock = clock;
    this.#onLook = onLook;
  }

  /** @param moment in ms since 1970; Infinity for none. An earlier one that was set stays. */
  set(moment: number): void {
    const now = this.#clock.now();
    const at = Math.min(moment, now + looksEveryMs);
    const isInTime = this.#timer && this.#timer.at <= at;
    if (this.#isClosed || moment === Infinity || isInTime) return;
    this.#timer?.cancel();
    const look = () => {
      this.#timer = undefined;
      this.#onLook();
    };
    this.#timer = { at, cancel: this.#clock.setTimeout(look, Math.max(0, at - now)) };
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }
}
