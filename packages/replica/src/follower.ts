// What a tab does that does not lead while something waits: it reads without being told, because a message
// may be lost, and looks whether the leader is awake.
import type { Clock } from './clock.ts';
import type { Device } from './device.ts';

const lookEveryMs = 2_500;
/** How long a command may wait before the leader is asked whether it is awake. */
const maxWaitMs = 2_000;

export class Follower {
  readonly #device: Device;
  readonly #clock: Clock;
  readonly #checkLeader: () => void;
  #cancel: (() => void) | undefined;
  /** Since when something waits. */
  #waitsSince: number | undefined;

  constructor(device: Device, checkLeader: () => void) {
    this.#device = device;
    this.#clock = device.clock;
    this.#checkLeader = checkLeader;
  }

  /** Something may wait. */
  start(): void {
    if (this.#cancel) return;
    const { waiting, isLeader } = this.#device.state.status.get();
    if (waiting === 0 || isLeader) {
      this.#waitsSince = undefined;
      return;
    }
    this.#waitsSince ??= this.#clock.now();
    this.#cancel = this.#clock.setTimeout(() => void this.#look(), lookEveryMs);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  async #look(): Promise<void> {
    this.#cancel = undefined;
    await this.#device.catchUp();
    const { waiting, isLeader } = this.#device.state.status.get();
    const since = this.#waitsSince ?? this.#clock.now();
    const isLong = waiting > 0 && this.#clock.now() - since >= maxWaitMs;
    if (isLong && !isLeader) this.#checkLeader();
    this.start();
  }
}
