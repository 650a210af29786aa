// Sessions that nobody ended stay in the table when they have expired.
import type { Rows } from '../rows.ts';

const batch = 1_000;

/** Deletes those that expired before `date`, and gives how many they were. */
export async function deleteExpiredSessions(rows: Rows, date: Date): Promise<number> {
  for (let deleted = 0; ; deleted += batch) {
    const expired = await rows.findMany<{ id: string }>({
      model: 'session',
      where: [{ field: 'expiresAt', operator: 'lt', value: date }],
      limit: batch,
    });
    const ids = expired.map(({ id }) => id);
    if (ids.length === 0) return deleted;
    await rows.deleteMany({
      model: 'session',
      where: [{ field: 'id', operator: 'in', value: ids }],
    });
    if (ids.length < batch) return deleted + ids.length;
  }
}
