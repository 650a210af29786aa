// What the page of one person works with. It outlives React's components, which come and go.
import { firstScreen } from '../lib/first-screen.ts';
import { type RequestHeaders, requestHeaders } from '../lib/request-headers.ts';
import { openSync, type Sync } from '../sync/open.ts';
import { draftsOf, hasDrafts } from '../task/drafts.ts';
import { createToasts, type Toasts } from '../ui/toasts.ts';
import { reportUnsavedWork } from './unsaved-work.ts';

export interface PersonServices {
  sync: Sync;
  /** For every call that does not go through `sync`. */
  headers: RequestHeaders;
  toasts: Toasts;
  /** Calls when the session has ended or belongs to another person. One listener at a time. */
  onUnauthorized: (listener: () => void) => void;
  /** Keeps it open. @returns what ends that: then it is closed, unless that would lose something. */
  use: () => () => void;
  /** Removes everything of the person from this device, in all tabs. */
  remove: () => Promise<void>;
}

const opened = new Map<string, Promise<PersonServices>>();

/** The same for the same person, until it is closed. */
export function servicesOf(personId: string): Promise<PersonServices> {
  const known = opened.get(personId);
  if (known) return known;
  const services = open(personId);
  opened.set(personId, services);
  // With these fields, React does not wait for what is there already.
  services.then(
    (value) => Object.assign(services, { status: 'fulfilled', value }),
    () => undefined,
  );
  return services;
}

async function open(personId: string): Promise<PersonServices> {
  let users = 0;
  let unauthorized = (): void => undefined;
  const sync = await openSync(personId, () => {
    if (users > 0) unauthorized();
  });
  const { replica, notes } = sync;
  const drafts = draftsOf(notes);
  const stopReporting = reportUnsavedWork({
    hasDrafts: () => hasDrafts(drafts.get()),
    wouldLose() {
      const { disk, waiting } = replica.status.get();
      return disk === 'memory' && (waiting > 0 || hasDrafts(drafts.get()));
    },
  });
  // Begun in the page's last moment, it is written all the same.
  const onHide = () => notes.flush();
  window.addEventListener('pagehide', onHide);
  document.addEventListener('visibilitychange', onHide);

  function forget(): void {
    opened.delete(personId);
    stopReporting();
    window.removeEventListener('pagehide', onHide);
    document.removeEventListener('visibilitychange', onHide);
  }
  async function close(): Promise<void> {
    const { disk, waiting } = replica.status.get();
    // In memory only: it waits here until the person comes back.
    if (disk === 'memory' && (waiting > 0 || hasDrafts(drafts.get()))) return;
    forget();
    notes.flush();
    await replica.close();
  }

  return {
    sync,
    headers: requestHeaders(personId),
    toasts: createToasts(),
    onUnauthorized(listener) {
      unauthorized = listener;
    },
    use() {
      users += 1;
      // Somebody has signed in again: what waits is sent. At first, the rows go first.
      void firstScreen.then(() => replica.wake());
      return () => {
        users -= 1;
        // Deferred, because in development React's StrictMode closes and reopens each page once.
        setTimeout(() => {
          if (users === 0 && opened.has(personId)) void close();
        });
      };
    },
    async remove() {
      forget();
      await replica.leave();
    },
  };
}
