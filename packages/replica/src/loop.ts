// What the leader does, one round at a time: send, read, and take a snapshot where reading does not go on.
import type { SyncHead } from '@tydo/schemas/sync';
import { codeOf, retryAfterOf } from './api.ts';
import { delayAfter } from './backoff.ts';
import { compact } from './compact.ts';
import type { Device } from './device.ts';
import { readCheckpoint } from './load.ts';
import { pull } from './pull.ts';
import { forgetAnswers, Push } from './push.ts';
import { Snapshot } from './snapshot.ts';

export class Loop {
  readonly #device: Device;
  readonly #random: () => number;
  readonly #push: Push;
  #isOn = false;
  #isRunning = false;
  #isWanted = false;
  #failures = 0;
  #cancelRetry: (() => void) | undefined;
  /** Not before this time, the server said. */
  #notBefore = 0;
  /** Whether the last call was answered. A command counts as sent from its first try on: before that, reads show it. */
  #isReachable = false;
  #snapshot: Snapshot | undefined;
  /** Whether the rows are of a snapshot that the journal has not gone on from yet. */
  #isFresh = false;

  constructor(device: Device, random: () => number) {
    this.#device = device;
    this.#random = random;
    this.#push = new Push(device);
  }

  start(): void {
    this.#isOn = true;
    this.wake();
  }

  stop(): void {
    this.#isOn = false;
    this.#cancelRetry?.();
  }

  /** Begins a round, or one more after the one that is under way. */
  wake(): void {
    if (!this.#isOn || this.#device.clock.now() < this.#notBefore) return;
    this.#cancelRetry?.();
    this.#isWanted = true;
    if (!this.#isRunning) void this.#run();
  }

  /** The server has operations up to this one. */
  hear({ seq, retentionDays }: SyncHead): void {
    const { state } = this.#device;
    state.retentionDays = retentionDays;
    state.head = seq;
    if (seq !== state.seq) this.wake();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      while (this.#isWanted && this.#isOn) {
        this.#isWanted = false;
        if (await this.#round()) this.#isWanted = true;
        this.#failures = 0;
        this.#isReachable = true;
        this.#device.state.tell({ isOnline: true, signedOut: false });
      }
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#isRunning = false;
    }
  }

  #failed(error: unknown): void {
    const { state, clock } = this.#device;
    const code = codeOf(error);
    this.#failures += 1;
    this.#isReachable = code !== undefined;
    state.tell({ isOnline: code !== undefined, signedOut: code === 'UNAUTHORIZED' });
    // Until somebody signs in: then the page wakes it.
    if (!this.#isOn || code === 'UNAUTHORIZED') return;
    const asked = retryAfterOf(error);
    this.#notBefore = asked === undefined ? 0 : clock.now() + asked;
    const delay = Math.max(delayAfter(this.#failures, this.#random()), asked ?? 0);
    this.#cancelRetry = clock.setTimeout(() => this.wake(), delay);
  }

  /** @returns whether there may be more to do now. */
  async #round(): Promise<boolean> {
    const { state } = this.#device;
    const isFirst = !this.#isReachable;
    let isMore = isFirst || (await this.#sendAll());
    if (state.base === undefined || this.#snapshot) {
      await this.#takeSnapshot();
      isMore = true;
    }
    const { seq } = state;
    const end = await pull(this.#device);
    const isInVain = end !== 'done' && this.#isFresh;
    this.#isFresh = end !== 'done';
    if (isInVain) throw new Error('The journal does not go on from its own snapshot.');
    if (end === 'done') {
      this.#push.pulled();
      await compact(this.#device);
      return isMore || state.seq !== seq;
    }
    // First what was done here, so that the snapshot has it.
    if (end === 'conflict') await forgetAnswers(this.#device);
    await this.#sendAll();
    await this.#takeSnapshot();
    return true;
  }

  async #sendAll(): Promise<boolean> {
    let isMore = false;
    while (this.#isOn && (await this.#push.send())) isMore = true;
    return isMore;
  }

  async #takeSnapshot(): Promise<void> {
    if (!this.#snapshot) {
      this.#snapshot = new Snapshot(this.#device);
      const { boot } = await readCheckpoint(this.#device);
      if (boot) await this.#snapshot.resume(boot);
    }
    while (this.#isOn && !(await this.#snapshot.takePage())) await this.#sendAll();
    if (!this.#isOn) return;
    this.#snapshot = undefined;
    this.#device.state.tell({ isLoaded: true });
  }
}
