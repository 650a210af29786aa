import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** Waits until a client can connect, without a time limit. */
export async function waitForPostgres(connectionString: string): Promise<void> {
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
