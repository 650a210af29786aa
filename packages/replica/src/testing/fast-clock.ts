// Time that passes faster than it does: pauses of seconds take milliseconds.
import type { Clock } from '../clock.ts';

export const fastClock = (factor: number): Clock => ({
  now: () => Date.now(),
  setTimeout(callback, ms) {
    const timer = setTimeout(callback, ms / factor);
    return () => clearTimeout(timer);
  },
});
