// The stream that tells that there is more. It only wakes the loop: without it, other things do.
import type { SyncHead } from '@tydo/schemas/sync';
import type { SyncApi } from './api.ts';
import { delayAfter } from './backoff.ts';
import type { Clock } from './clock.ts';

const minPauseMs = 250;
const maxPauseMs = 2_000;

export interface Watch {
  start: () => void;
  stop: () => void;
}

/** Begins again when the stream ends. */
export function createWatch(
  api: SyncApi,
  clock: Clock,
  random: () => number,
  onHead: (head: SyncHead) => void,
): Watch {
  let end: (() => void) | undefined;
  let failures = 0;

  function start(): void {
    end ??= api.watch({
      onHead(head) {
        failures = 0;
        onHead(head);
      },
      onEnd() {
        failures += 1;
        // Not all devices at once when a server is stopped.
        const pause = minPauseMs + random() * (maxPauseMs - minPauseMs);
        const delay = failures === 1 ? pause : delayAfter(failures, random());
        end = clock.setTimeout(() => {
          end = undefined;
          start();
        }, delay);
      },
    });
  }

  return {
    start,
    stop() {
      end?.();
      end = undefined;
    },
  };
}
