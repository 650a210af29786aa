import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** Waits until somebody can sign in there, however long that takes. */
export async function answering(connectionString: string): Promise<void> {
  for (;;) {
    const client = new pg.Client({ connectionString });
    try {
      await client.connect();
      return await client.end();
    } catch {
      await sleep(20);
    }
  }
}
