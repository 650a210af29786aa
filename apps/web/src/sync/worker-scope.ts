// TypeScript's library `webworker` contradicts `dom`, which the page needs: what the worker uses of its
// global is typed here.
import type { WorkerMessage } from './worker-rules.ts';

interface LastingEvent extends Event {
  waitUntil: (work: Promise<unknown>) => void;
}

interface RequestEvent extends LastingEvent {
  request: Request;
  respondWith: (response: Promise<Response>) => void;
}

interface WorkerEvents {
  install: LastingEvent;
  activate: LastingEvent;
  message: LastingEvent & { data: WorkerMessage };
  fetch: RequestEvent;
}

interface WorkerScope {
  addEventListener: <Type extends keyof WorkerEvents>(
    type: Type,
    listener: (event: WorkerEvents[Type]) => void,
  ) => void;
  skipWaiting: () => Promise<void>;
  clients: {
    claim: () => Promise<void>;
    matchAll: (options: {
      type: 'window';
      includeUncontrolled: boolean;
    }) => Promise<readonly { visibilityState: DocumentVisibilityState }[]>;
  };
}

/** The global of a service worker. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const workerScope = () => globalThis as unknown as WorkerScope;
