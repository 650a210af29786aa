// Where the journal is not kept for ever: what is too old is deleted, at the start and every hour.
import type { Database } from '@tydo/db';
import type { Logger } from 'pino';
import { reasonOf } from './log.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** @returns what ends it. */
export function pruneHourly(db: Database, days: number, log: Logger): () => void {
  const prune = async () => {
    try {
      const operations = await db.pruneJournal(new Date(Date.now() - days * day));
      if (operations > 0) log.info({ operations }, 'the journal was pruned');
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, 'the journal was not pruned; in an hour again');
    }
  };
  void prune();
  const timer = setInterval(() => void prune(), hour);
  return () => clearInterval(timer);
}
