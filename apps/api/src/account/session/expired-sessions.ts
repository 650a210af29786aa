// Sessions that nobody ended stay in the table when they have expired.
import type { AuthAdapter } from '../auth-adapter.ts';

const batch = 1_000;

/** Deletes those that expired before `date`, and gives how many they were. */
export async function deleteExpiredSessions(adapter: AuthAdapter, date: Date): Promise<number> {
  for (let deleted = 0; ; deleted += batch) {
    const expired = await adapter.findMany<{ id: string }>({
      model: 'session',
      where: [{ field: 'expiresAt', operator: 'lt', value: date }],
      limit: batch,
    });
    const ids = expired.map(({ id }) => id);
    if (ids.length === 0) return deleted;
    await adapter.deleteMany({
      model: 'session',
      where: [{ field: 'id', operator: 'in', value: ids }],
    });
    if (ids.length < batch) return deleted + ids.length;
  }
}
