// What the leader does, one round at a time: send, read, and take a snapshot where reading does not go on.
import type { SyncHead } from '@tydo/schemas/sync';
import { codeOf, retryAfterOf } from './api.ts';
import { delayAfter } from './backoff.ts';
import { compact } from './compact.ts';
import type { Device } from './device.ts';
import { keptRows, rowStores } from './load.ts';
import { pull } from './pull.ts';
import { forgetAnswers, Push } from './push.ts';
import { Snapshot } from './snapshot.ts';

export interface Loop {
  start: () => void;
  stop: () => void;
  /** Begins a round, or one more after the one that is under way. */
  wake: () => void;
  /** The server has operations up to this one. */
  hear: (head: SyncHead) => void;
}

export function createLoop(device: Device, random: () => number, isVisible: () => boolean): Loop {
  const { state, clock } = device;
  const push = new Push(device);
  let isOn = false;
  let isRunning = false;
  let isWanted = false;
  let failures = 0;
  let cancelRetry = () => {};
  /** Not before this time, the server said. */
  let notBefore = 0;
  /** Whether the last call was answered. A command counts as sent from its first try on: before that, reads show it. */
  let isReachable = false;
  let snapshot: Snapshot | undefined;
  /** Whether the rows are of a snapshot that the journal has not gone on from yet. */
  let isFresh = false;

  // Others switch it off while something is waited for.
  const isActive = () => isOn;

  function wake(): void {
    if (!isOn || clock.now() < notBefore) return;
    cancelRetry();
    isWanted = true;
    if (!isRunning) void run();
  }

  async function run(): Promise<void> {
    isRunning = true;
    try {
      while (isWanted && isActive()) {
        isWanted = false;
        if (await round()) isWanted = true;
        failures = 0;
        isReachable = true;
        state.tell({ isOnline: true, signedOut: false });
      }
    } catch (error) {
      failed(error);
    } finally {
      isRunning = false;
    }
  }

  function failed(error: unknown): void {
    const code = codeOf(error);
    failures += 1;
    isReachable = code !== undefined;
    state.tell({ isOnline: isReachable, signedOut: code === 'UNAUTHORIZED' });
    // Until somebody signs in: then the page wakes it.
    if (!isOn || code === 'UNAUTHORIZED') return;
    const asked = retryAfterOf(error);
    notBefore = asked === undefined ? 0 : clock.now() + asked;
    const delay = delayAfter(failures, random(), isVisible());
    cancelRetry = clock.setTimeout(wake, Math.max(delay, asked ?? 0));
  }

  /** @returns whether there may be more to do now. */
  async function round(): Promise<boolean> {
    let isMore = !isReachable || (await sendAll());
    if (state.base === undefined || snapshot) {
      await takeSnapshot();
      isMore = true;
    }
    const { seq } = state;
    const end = await pull(device);
    const isInVain = end !== 'done' && isFresh;
    isFresh = end !== 'done';
    if (isInVain) throw new Error('The journal does not go on from its own snapshot.');
    if (end === 'done') {
      isMore = push.pulled() || isMore;
      await compact(device);
      return isMore || state.seq !== seq;
    }
    // First what was done here, so that the snapshot has it.
    if (end === 'conflict') await forgetAnswers(device);
    await sendAll();
    await takeSnapshot();
    return true;
  }

  async function sendAll(): Promise<boolean> {
    let isMore = false;
    while (isActive() && (await push.send())) isMore = true;
    return isMore;
  }

  async function takeSnapshot(): Promise<void> {
    if (!snapshot) {
      snapshot = new Snapshot(device);
      const { boot } = await keptRows(device, await device.disk.read(rowStores));
      if (boot) await snapshot.resume(boot);
    }
    while (isActive() && !(await snapshot.takePage())) await sendAll();
    if (!isActive()) return;
    snapshot = undefined;
    state.loaded();
  }

  return {
    start() {
      isOn = true;
      wake();
    },
    stop() {
      isOn = false;
      cancelRetry();
    },
    wake,
    hear({ seq, retentionDays }) {
      state.retentionDays = retentionDays;
      state.head = seq;
      if (seq !== state.seq) wake();
    },
  };
}
