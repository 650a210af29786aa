// The stream that tells that there is more. It only wakes the loop: without it, other things do.
import type { SyncHead } from '@tydo/schemas/sync';
import { delayAfter } from './backoff.ts';
import type { Device } from './device.ts';

const minPauseMs = 250;
const maxPauseMs = 2_000;

export interface Watch {
  /** Does nothing while there is one; during a pause after a failure it begins at once. */
  start: () => void;
  stop: () => void;
}

/** Begins again when the stream ends. */
export function createWatch(
  { api, clock }: Pick<Device, 'api' | 'clock'>,
  random: () => number,
  isVisible: () => boolean,
  onHead: (head: SyncHead) => void,
): Watch {
  let end: (() => void) | undefined;
  let cancelPause = () => {};
  let failures = 0;

  function start(): void {
    cancelPause();
    end ??= api.watch({
      onHead(head) {
        failures = 0;
        onHead(head);
      },
      onEnd() {
        failures += 1;
        // Not all devices at once when a server is stopped.
        const pause = minPauseMs + random() * (maxPauseMs - minPauseMs);
        const delay = failures === 1 ? pause : delayAfter(failures, random(), isVisible());
        end = undefined;
        cancelPause = clock.setTimeout(start, delay);
      },
    });
  }

  return {
    start,
    stop() {
      cancelPause();
      end?.();
      end = undefined;
    },
  };
}
