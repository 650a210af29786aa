// Several replicas of one process, as tabs of one browser.
import type { Locks, Message, Tabs } from './tabs.ts';

/** @returns gives the tabs, one with each call. */
export function memoryTabs(): () => Tabs {
  const listeners = new Set<{ tab: object; listener: (message: Message) => void }>();
  const locks = memoryLocks();
  return () => {
    const tab = {};
    return {
      locks,
      isVisible: () => true,
      onChange: () => () => {},
      channel: {
        post(message) {
          for (const other of listeners) {
            if (other.tab !== tab) queueMicrotask(() => other.listener(message));
          }
        },
        subscribe(listener) {
          const own = { tab, listener };
          listeners.add(own);
          return () => void listeners.delete(own);
        },
        close() {
          for (const one of listeners) if (one.tab === tab) listeners.delete(one);
        },
      },
    };
  };
}

interface Holder {
  lose: (error: Error) => void;
}

function memoryLocks(): Locks {
  const holders = new Map<string, Holder>();
  const queues = new Map<string, (() => void)[]>();

  /** Ends when the work has ended, or the lock is stolen. */
  async function hold(name: string, callback: () => Promise<void>): Promise<void> {
    const { promise: stolen, reject: lose } = Promise.withResolvers<void>();
    const holder = { lose };
    holders.set(name, holder);
    try {
      await Promise.race([callback(), stolen]);
    } finally {
      if (holders.get(name) === holder) {
        holders.delete(name);
        queues.get(name)?.shift()?.();
      }
    }
  }

  return {
    async request(name, { steal = false, signal }, callback) {
      const holder = holders.get(name);
      if (holder && steal) {
        holders.delete(name);
        holder.lose(new DOMException('The lock was stolen.', 'AbortError'));
      } else if (holder) {
        await new Promise<void>((resolve, reject) => {
          const queue = queues.get(name) ?? [];
          queues.set(name, [...queue, resolve]);
          signal?.addEventListener('abort', () => {
            queues.set(
              name,
              (queues.get(name) ?? []).filter((one) => one !== resolve),
            );
            reject(new DOMException('The request was called off.', 'AbortError'));
          });
        });
      }
      await hold(name, callback);
    },
  };
}
