// Tells when a person's latest operation has a higher number, whichever process wrote it.
import { sql } from 'kysely';
import { withDeadline } from '../connection/deadline.ts';
import type { Execute, Statement } from '../statement/prepared.ts';

/** How often other processes' writes are looked for, in milliseconds, while somebody watches. */
const pollIntervalMs = 500;

export interface Heads {
  /**
   * Calls `onHead` soon with the number of the person's latest operation (0 where there is none), and
   * with every higher one; several may come as one. While the database is away it is not called.
   *
   * @returns what ends it.
   */
  watch: (personId: string, onHead: (seq: number) => void) => () => void;
  /** This process has committed the person's operation `seq`. */
  committed: (personId: string, seq: number) => void;
  /** Ends all watches. */
  close: () => void;
}

interface Watch {
  onHead: (seq: number) => void;
  /** The number that it was told last; -1 before the first. */
  told: number;
}

/** @param limit how long a look may take, in milliseconds. */
export function createHeads(execute: Execute, limit: number): Heads {
  const people = new Map<string, Set<Watch>>();
  let timer: NodeJS.Timeout | undefined;
  let isPolling = false;
  let hasNew = false;

  const tell = (personId: string, seq: number) => {
    for (const watch of people.get(personId) ?? []) {
      if (watch.told >= seq) continue;
      watch.told = seq;
      watch.onHead(seq);
    }
  };

  async function poll(): Promise<void> {
    if (people.size === 0) return;
    isPolling = true;
    hasNew = false;
    try {
      const watched = [...people.keys()];
      const found = await withDeadline(() => execute(headsOf, { people: watched }), limit);
      const heads = new Map(found.map(({ user_id: personId, seq }) => [personId, seq]));
      for (const personId of watched) tell(personId, heads.get(personId) ?? 0);
    } catch {
      // The database is away: what is missed now is found by a later look.
    }
    isPolling = false;
    schedule(hasNew ? 0 : pollIntervalMs);
  }

  function schedule(delay: number): void {
    clearTimeout(timer);
    if (people.size > 0 && !isPolling) timer = setTimeout(() => void poll(), delay).unref();
  }

  return {
    watch(personId, onHead) {
      const watches = people.get(personId) ?? new Set();
      const watch: Watch = { onHead, told: -1 };
      people.set(personId, watches.add(watch));
      // At once; those that begin in the same round of the event loop share a look.
      hasNew = true;
      schedule(0);
      return () => {
        watches.delete(watch);
        if (watches.size === 0 && people.get(personId) === watches) people.delete(personId);
      };
    },
    committed: tell,
    close() {
      clearTimeout(timer);
      people.clear();
    },
  };
}

interface JournalTables {
  journal: { user_id: string; seq: number };
}

const headsOf: Statement<
  JournalTables,
  { people: readonly string[] },
  { user_id: string; seq: number }
> = ({ db, dialect, value }) =>
  db
    .selectFrom('journal')
    .where(dialect.isAmong(sql.ref('user_id'), 'text', value('people')))
    .select(['user_id', 'seq']);
