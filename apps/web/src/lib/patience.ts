import { onlineManager } from '@tanstack/react-query';
import { isUnanswered, isTransient, readRefusal } from './refusal.ts';

/** For how long failing calls are tried again, in ms; the last attempt may end after that. */
const patience = 15_000;

export type Patience = ReturnType<typeof createPatience>;

/**
 * Repeats calls that were refused for a reason that passes by itself: only such ones as do nothing
 * twice. Who sends several, one after another, waits once for all of them: when the first has used up
 * the time, the next is tried only once.
 */
export function createPatience() {
  let spent = 0;
  return {
    /**
     * Gives what `call` gives, at last; `onUnanswered` hears of each time that it may have been done
     * all the same. @throws what it threw, at last.
     */
    async insist<T>(call: () => Promise<T>, onUnanswered?: () => void): Promise<T> {
      for (let tries = 0; ; tries += 1) {
        const begun = Date.now();
        try {
          const answer = await call();
          spent = 0;
          return answer;
        } catch (error) {
          const pause = Math.min(1000 * 2 ** tries, 4000);
          spent += Date.now() - begun + pause;
          const refusal = readRefusal(error);
          if (isUnanswered(refusal)) onUnanswered?.();
          if (!isTransient(refusal) || spent > patience) throw error;
          await new Promise((resolve) => setTimeout(resolve, pause));
          await online();
        }
      }
    },
    /** What was waiting has been told of: from here on there is as much patience as before. */
    renew(): void {
      spent = 0;
    },
  };
}

// Time without a network is not counted: what is done meanwhile waits for it as well.
function online(): Promise<void> {
  if (onlineManager.isOnline()) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = onlineManager.subscribe((isOnline) => {
      if (!isOnline) return;
      stop();
      resolve();
    });
  });
}
