// Counts attempts (sign-ins, mails, …) in the database, so that rate limits hold across all instances.
import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';

/** How often a key was counted in its window, including this time. */
export interface Count {
  count: number;
  /** Until the window ends and the count starts again. */
  secondsLeft: number;
}

export interface Attempts {
  /**
   * Counts one attempt, in one statement, so that concurrent ones get different numbers. The first attempt
   * starts a window of `seconds`; the first one after its end starts the next.
   *
   * @param key any text; only a hash of it is kept.
   * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
   */
  count(key: string, seconds: number): Promise<Count>;
  /** Subtracts one attempt. @throws as `count`. */
  uncount(key: string): Promise<void>;
}

/** How many counts of this process there are between two deletions of ended windows, and how many each deletes. */
const sweepAfter = 100;
const sweepAtMost = 1_000;

export function createAttempts(db: Kysely<never>, dialect: Dialect): Attempts {
  const { clock } = dialect;
  let counts = 0;

  // Concurrent sweeps do not wait for each other.
  async function sweep(): Promise<void> {
    await sql`delete from attempt where resets_at <= ${clock.now()} and key in (
      select key from attempt where resets_at <= ${clock.now()} limit ${sweepAtMost} ${dialect.forUpdateSkipLocked})`.execute(
      db,
    );
  }

  return {
    async count(key, seconds) {
      counts += 1;
      if (counts % sweepAfter === 0) await sweep();
      const { rows } = await sql<Count>`
        insert into attempt (key, count, resets_at) values (${hashOf(key)}, 1, ${clock.in(seconds)})
        on conflict (key) do update set
          count = case when attempt.resets_at <= ${clock.now()} then 1 else attempt.count + 1 end,
          resets_at = case when attempt.resets_at <= ${clock.now()}
            then excluded.resets_at else attempt.resets_at end
        returning count, ${clock.secondsUntil(sql.ref('resets_at'))} as "secondsLeft"`.execute(db);
      const [counted] = rows;
      if (!counted) throw new TypeError('The attempt was not counted.');
      // Rounding, or a concurrent call that started later, could make it slightly larger.
      const secondsLeft = Math.min(seconds, Math.max(1, Math.ceil(counted.secondsLeft)));
      return { count: counted.count, secondsLeft };
    },

    async uncount(key) {
      await sql`update attempt set count = count - 1
        where key = ${hashOf(key)} and count > 0 and resets_at > ${clock.now()}`.execute(db);
    },
  };
}

const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url');
