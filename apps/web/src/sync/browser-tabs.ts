import type { Message, Tabs } from '@tydo/replica/tabs';

/** The tabs of this browser that show the same person's page. @param name of their channel. */
export function browserTabs(name: string): Tabs {
  const channel = new BroadcastChannel(name);
  let isClosed = false;
  return {
    channel: {
      post(message) {
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has one origin.
        if (!isClosed) channel.postMessage(message);
      },
      subscribe(listener) {
        const onMessage = ({ data }: MessageEvent<Message>) => listener(data);
        channel.addEventListener('message', onMessage);
        return () => channel.removeEventListener('message', onMessage);
      },
      close() {
        isClosed = true;
        channel.close();
      },
    },
    // Browsers have no locks for pages on plain http, except on localhost.
    locks: 'locks' in navigator ? requestLocks(navigator.locks) : undefined,
    isVisible: () => document.visibilityState === 'visible',
    onChange(listener) {
      const ending = new AbortController();
      const { signal } = ending;
      document.addEventListener('visibilitychange', listener, { signal });
      window.addEventListener('focus', listener, { signal });
      window.addEventListener('online', listener, { signal });
      return () => ending.abort();
    },
  };
}

const requestLocks = (locks: LockManager): NonNullable<Tabs['locks']> => ({
  request: (name, options, callback) => locks.request(name, options, callback),
});
