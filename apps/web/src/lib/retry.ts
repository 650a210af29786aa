import { onlineManager } from '@tanstack/react-query';
import { isTemporary, isUnanswered, readRefusal } from './refusal.ts';

/** No new attempt starts after this time, in ms; time without a network is not counted. */
const maxRetryMs = 15_000;

/**
 * Retries calls that failed for a temporary reason. Pass only idempotent calls. Calls that are made one
 * after another share the time: when the first has used it up, the next is tried once.
 */
export function createRetrier() {
  let spentMs = 0;
  return {
    /**
     * Returns the result of `call`. `onUnanswered` is called for each attempt that may have been carried
     * out although no response arrived. @throws the error of the last attempt.
     */
    async run<T>(call: () => Promise<T>, onUnanswered?: () => void): Promise<T> {
      for (let tries = 0; ; tries += 1) {
        const startedAt = Date.now();
        try {
          const result = await call();
          spentMs = 0;
          return result;
        } catch (error) {
          const pause = Math.min(1000 * 2 ** tries, 4000);
          spentMs += Date.now() - startedAt + pause;
          const refusal = readRefusal(error);
          if (isUnanswered(refusal)) onUnanswered?.();
          if (!isTemporary(refusal) || spentMs > maxRetryMs) throw error;
          await new Promise((resolve) => setTimeout(resolve, pause));
          await waitUntilOnline();
        }
      }
    },
    /** Gives the next calls the full time again. */
    reset(): void {
      spentMs = 0;
    },
  };
}

function waitUntilOnline(): Promise<void> {
  if (onlineManager.isOnline()) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = onlineManager.subscribe((isOnline) => {
      if (!isOnline) return;
      stop();
      resolve();
    });
  });
}
