// Better Auth leaves expired sessions in the table.
import type { BetterAuthAdapter } from '../better-auth-adapter.ts';

const batchSize = 1_000;

/** Deletes the sessions that expired before `date`, and returns their number. */
export async function deleteExpiredSessions(
  adapter: BetterAuthAdapter,
  date: Date,
): Promise<number> {
  for (let deleted = 0; ; deleted += batchSize) {
    const expired = await adapter.findMany<{ id: string }>({
      model: 'session',
      where: [{ field: 'expiresAt', operator: 'lt', value: date }],
      limit: batchSize,
    });
    const ids = expired.map(({ id }) => id);
    if (ids.length === 0) return deleted;
    await adapter.deleteMany({
      model: 'session',
      where: [{ field: 'id', operator: 'in', value: ids }],
    });
    if (ids.length < batchSize) return deleted + ids.length;
  }
}
