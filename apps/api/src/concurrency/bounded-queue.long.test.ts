// The line of those who want a password hashed, as a crowd meets it.
import { shortOrLong } from '@tydo/db/testing';
import { expect, test } from 'vitest';
import { callerOf, json } from '../testing/caller.ts';
import { newAccount, startTestServer } from '../testing/server.ts';

// Not in every run: so many requests cost some seconds.
test.runIf(shortOrLong(0, 1))(
  'where the line is full, whoever comes is told to come back, and the others may leave',
  async () => {
    await using server = await startTestServer({ engine: 'sqlite', hashesForLong: true });
    const leaving = new AbortController();
    const all = Array.from({ length: 320 }, () =>
      fetch(`${server.url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: json,
        body: JSON.stringify(newAccount()),
        signal: leaving.signal,
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
    leaving.abort();
    await Promise.all(all);
    // For those who have left nothing is hashed.
    const began = Date.now();
    await callerOf(server).signUp();
    expect(Date.now() - began).toBeLessThan(5_000);
  },
);
