// The stream that tells that there is more. It only wakes the loop: without it, other things do.
import type { SyncHead } from '@tydo/schemas/sync';
import type { SyncApi } from './api.ts';
import { delayAfter } from './backoff.ts';
import type { Clock } from './clock.ts';

const minPauseMs = 250;
const maxPauseMs = 2_000;

export class Watch {
  readonly #api: SyncApi;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #onHead: (head: SyncHead) => void;
  #stop: (() => void) | undefined;
  #failures = 0;

  constructor(api: SyncApi, clock: Clock, random: () => number, onHead: (head: SyncHead) => void) {
    this.#api = api;
    this.#clock = clock;
    this.#random = random;
    this.#onHead = onHead;
  }

  start(): void {
    if (this.#stop) return;
    this.#stop = this.#api.watch({
      onHead: (head) => {
        this.#failures = 0;
        this.#onHead(head);
      },
      onEnd: () => {
        this.#failures += 1;
        // Not all at once when a server is stopped.
        const pause = minPauseMs + this.#random() * (maxPauseMs - minPauseMs);
        const delay = this.#failures === 1 ? pause : delayAfter(this.#failures, this.#random());
        this.#stop = this.#clock.setTimeout(() => {
          this.#stop = undefined;
          this.start();
        }, delay);
      },
    });
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}
