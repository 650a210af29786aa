// Notifies watchers when a person's journal has grown, in this process or another one. A head is the `seq` of
// a person's latest operation.
import { sql } from 'kysely';
import { withDeadline } from '../connection/deadline.ts';
import type { Execute, Statement } from '../statement/prepared.ts';

/** Between two queries for the writes of other processes, in milliseconds. None without watches. */
const pollIntervalMs = 500;

export interface Heads {
  /**
   * Calls `onHead` with the `seq` of the person's latest operation (0 for none): soon, and within a second of
   * each later one. Several may be passed as one. Not called while the database is unavailable.
   *
   * @returns a function that ends the watch.
   */
  watch: (personId: string, onHead: (seq: number) => void) => () => void;
  /** Call it after this process has committed the person's operation `seq`. */
  committed: (personId: string, seq: number) => void;
  /** Ends all watches. */
  close: () => void;
}

interface Watch {
  onHead: (seq: number) => void;
  /** The last `seq` that was passed to `onHead`; -1 before the first. */
  told: number;
}

/** @param limit of one query, in milliseconds. */
export function createHeads(execute: Execute, limit: number): Heads {
  const people = new Map<string, Set<Watch>>();
  /** The people whose watches began after the last query. */
  const added = new Set<string>();
  /** When the next query about all people is due, in milliseconds since 1970. */
  let dueAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let isPolling = false;

  const tell = (personId: string, seq: number) => {
    for (const watch of people.get(personId) ?? []) {
      if (watch.told >= seq) continue;
      watch.told = seq;
      watch.onHead(seq);
    }
  };

  async function poll(): Promise<void> {
    if (people.size === 0) return;
    const isDue = Date.now() >= dueAt;
    // A timer may end a millisecond early.
    if (!isDue && added.size === 0) return schedule();
    isPolling = true;
    const watched = [...(isDue ? people.keys() : added)];
    added.clear();
    try {
      const found = await withDeadline(() => execute(headsOf, { people: watched }), limit);
      const heads = new Map(found.map(({ user_id: personId, seq }) => [personId, seq]));
      for (const personId of watched) tell(personId, heads.get(personId) ?? 0);
    } catch {
      // The database is unavailable: a later query finds what this one missed.
    }
    if (isDue) dueAt = Date.now() + pollIntervalMs;
    isPolling = false;
    schedule();
  }

  function schedule(): void {
    clearTimeout(timer);
    const delay = added.size > 0 ? 0 : Math.max(0, dueAt - Date.now());
    if (people.size > 0 && !isPolling) timer = setTimeout(() => void poll(), delay).unref();
  }

  return {
    watch(personId, onHead) {
      const watches = people.get(personId) ?? new Set();
      const watch: Watch = { onHead, told: -1 };
      people.set(personId, watches.add(watch));
      // Watches that begin together share a query. It is not about all people: thousands may reconnect at once.
      added.add(personId);
      schedule();
      return () => {
        watches.delete(watch);
        if (watches.size > 0 || people.get(personId) !== watches) return;
        people.delete(personId);
        added.delete(personId);
      };
    },
    committed: tell,
    close() {
      clearTimeout(timer);
      people.clear();
      added.clear();
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
