// Recurring work of each instance: it runs at the start and then at an interval.
import type { Database } from '@tydo/db';
import type { Logger } from 'pino';
import type { Auth } from './account/auth.ts';
import { reasonOf } from './log.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** How long a revoked or expired token is kept, in days. */
const endedTokenDays = 90;

export interface MaintenanceOptions {
  db: Database;
  auth: Auth;
  /** How long the journal is kept. Default: for ever. */
  retentionDays: number | undefined;
  log: Logger;
}

/** @returns a function that stops it. */
export function startMaintenance({ db, auth, retentionDays, log }: MaintenanceOptions): () => void {
  const stop = new AbortController();
  const every = (
    interval: number,
    name: string,
    work: () => Promise<void>,
    { isAtStart = true } = {},
  ) => {
    let isRunning = false;
    const run = async () => {
      if (isRunning) return;
      isRunning = true;
      try {
        await work();
      } catch (error) {
        if (!stop.signal.aborted) {
          log.warn({ reason: reasonOf(error) }, `${name} failed; it is tried again`);
        }
      }
      isRunning = false;
    };
    if (isAtStart) void run();
    const timer = setInterval(() => void run(), interval);
    stop.signal.addEventListener('abort', () => clearInterval(timer));
  };

  every(minute, 'erasing deleted accounts', () => auth.eraseClosedAccounts(stop.signal));
  // The database was opened just now, which fills them.
  every(minute, 'filling columns of tasks', () => db.fillTasks(), { isAtStart: false });
  every(hour, 'deleting expired sessions', () =>
    auth.deleteExpiredSessions(new Date(Date.now() - day)),
  );
  every(hour, 'deleting ended tokens', () =>
    auth.deleteEndedTokens(new Date(Date.now() - endedTokenDays * day)),
  );
  if (retentionDays !== undefined) {
    every(hour, 'pruning the journal', async () => {
      const operations = await db.pruneJournal(new Date(Date.now() - retentionDays * day));
      if (operations > 0) log.info({ operations }, 'the journal was pruned');
    });
  }
  return () => stop.abort();
}
