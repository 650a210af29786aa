// The queue for password hashing under load.
import { shortOrLong } from '@tydo/db/testing';
import { expect, test } from 'vitest';
import { callerOf, json } from '../testing/caller.ts';
import { newAccount, startTestServer } from '../testing/server.ts';

// Only in the long run: so many requests take some seconds.
test.runIf(shortOrLong(0, 1))(
  'sign-ins beyond the full queue get a 503, and those of disconnected clients are skipped',
  async () => {
    await using server = await startTestServer({ engine: 'sqlite', usesProductionHashCost: true });
    const clients = new AbortController();
    const all = Array.from({ length: 320 }, () =>
      fetch(`${server.url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: json,
        body: JSON.stringify(newAccount()),
        signal: clients.signal,
      }).catch(() => undefined),
    );
    const full = await Promise.any(
      all.map(async (one) => ((await one)?.status === 503 ? one : Promise.reject(new Error('no')))),
    );
    expect(full?.headers.get('retry-after')).toBe('5');
    expect(await full?.json()).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      requestId: expect.any(String),
    });
    clients.abort();
    await Promise.all(all);
    const startedAt = Date.now();
    await callerOf(server).signUp();
    expect(Date.now() - startedAt).toBeLessThan(5_000);
  },
);
