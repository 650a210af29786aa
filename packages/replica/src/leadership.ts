// Which tab leads: the one that has the lock.
import type { Clock } from './clock.ts';
import type { Message, Tabs } from './tabs.ts';

/** How long a leader has to answer whether it is awake. */
const pongWithinMs = 1_500;

export interface Leadership {
  readonly isLeader: boolean;
  /** Asks whether the leader is awake, and takes the lock from one that is not. */
  checkLeader: () => void;
  hear: (message: Message) => void;
  close: () => void;
}

/** Leads as soon as no other tab does; where there are no locks, at once. @param name of the lock. */
export function createLeadership(
  name: string,
  { locks, channel, isVisible }: Tabs,
  clock: Clock,
  onChange: () => void,
): Leadership {
  const closing = new AbortController();
  const { signal } = closing;
  let isLeader = false;
  let release = () => {};
  let cancelSteal: (() => void) | undefined;

  function lead(leads: boolean): void {
    if (isLeader === leads) return;
    isLeader = leads;
    onChange();
  }

  function hold(): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    lead(true);
    return new Promise((resolve) => {
      release = resolve;
    });
  }

  async function request(): Promise<void> {
    if (!locks) return queueMicrotask(() => lead(!signal.aborted));
    while (!signal.aborted) {
      // It ends when the lock is stolen: this tab was frozen. It queues again.
      await locks.request(name, { signal }, hold).catch(() => {});
      lead(false);
    }
  }
  void request();

  return {
    get isLeader() {
      return isLeader;
    },
    checkLeader() {
      if (!locks || isLeader || cancelSteal || signal.aborted || !isVisible()) return;
      channel.post({ type: 'ping' });
      cancelSteal = clock.setTimeout(() => {
        cancelSteal = undefined;
        // The request that waits stays in the queue.
        const end = () => lead(false);
        locks.request(name, { steal: true }, hold).then(end, end);
      }, pongWithinMs);
    },
    hear({ type }) {
      if (type === 'ping' && isLeader) channel.post({ type: 'pong' });
      if (type !== 'pong') return;
      cancelSteal?.();
      cancelSteal = undefined;
    },
    close() {
      if (signal.aborted) return;
      cancelSteal?.();
      closing.abort();
      release();
      lead(false);
    },
  };
}
