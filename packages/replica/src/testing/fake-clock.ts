// A clock that goes when a test says so.
import { setImmediate as nextRound } from 'node:timers/promises';
import type { Clock } from '../clock.ts';

export interface FakeClock extends Clock {
  /** Lets time pass: what is due is called in order, and what it begins goes on as far as it can. */
  advance: (ms: number) => Promise<void>;
  /** Whether its timers stand still, as those of a frozen tab. What is due is called when it wakes. */
  isFrozen: boolean;
  /** What it is wrong by. */
  wrongByMs: number;
}

/** Until nothing goes on by itself any more. */
export async function settle(rounds = 5): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await nextRound();
}

/** Time that several clocks share. */
export class FakeTime {
  ms = Date.parse('2026-11-30T09:00:00.000Z');
  readonly #timers = new Set<{ at: number; callback: () => void; clock: FakeClock }>();

  clock(wrongByMs = 0): FakeClock {
    const clock: FakeClock = {
      wrongByMs,
      isFrozen: false,
      now: () => this.ms + clock.wrongByMs,
      setTimeout: (callback, ms) => {
        const timer = { at: this.ms + ms, callback, clock };
        if (ms === 0) setImmediate(callback);
        else this.#timers.add(timer);
        return () => void this.#timers.delete(timer);
      },
      advance: (ms) => this.advance(ms),
    };
    return clock;
  }

  async advance(ms: number): Promise<void> {
    const end = this.ms + ms;
    await settle();
    for (;;) {
      const [next] = [...this.#timers]
        .filter(({ at, clock }) => at <= end && !clock.isFrozen)
        .toSorted((one, other) => one.at - other.at);
      if (!next) break;
      this.#timers.delete(next);
      this.ms = Math.max(this.ms, next.at);
      next.callback();
      await settle();
    }
    this.ms = end;
  }
}
