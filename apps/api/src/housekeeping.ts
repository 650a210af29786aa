// What has to be done now and then, by every instance: at the start, and after a while again.
import type { Database } from '@tydo/db';
import type { Logger } from 'pino';
import type { Auth } from './account/auth.ts';
import { reasonOf } from './log.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export interface HouseOptions {
  db: Database;
  auth: Auth;
  /** How long the journal is kept. Default: for ever. */
  retentionDays: number | undefined;
  log: Logger;
}

/** @returns what ends it. */
export function keepHouse({ db, auth, retentionDays, log }: HouseOptions): () => void {
  const end = new AbortController();
  const every = (interval: number, name: string, work: () => Promise<void>) => {
    let isBusy = false;
    const round = async () => {
      if (isBusy) return;
      isBusy = true;
      try {
        await work();
      } catch (error) {
        if (!end.signal.aborted)
          log.warn({ reason: reasonOf(error) }, `${name} failed; again soon`);
      }
      isBusy = false;
    };
    void round();
    const timer = setInterval(() => void round(), interval);
    end.signal.addEventListener('abort', () => clearInterval(timer));
  };

  every(minute, 'erasing deleted accounts', () => auth.eraseClosedAccounts(end.signal));
  every(hour, 'deleting expired sessions', () =>
    auth.deleteExpiredSessions(new Date(Date.now() - day)),
  );
  if (retentionDays !== undefined) {
    every(hour, 'pruning the journal', async () => {
      const operations = await db.pruneJournal(new Date(Date.now() - retentionDays * day));
      if (operations > 0) log.info({ operations }, 'the journal was pruned');
    });
  }
  return () => end.abort();
}
