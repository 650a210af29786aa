import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withMinResponseTime } from './min-response-time.ts';

test('waiting in line does not use up the time in which nothing is told', async () => {
  const begun = Promise.withResolvers<number>();
  const answer = await withMinResponseTime('/sign-in/email', { verifies: false }, async (begin) => {
    await sleep(100);
    begin();
    begun.resolve(performance.now());
    return new Response(null, { status: 401 });
  });
  expect(answer.status).toBe(401);
  // A timer may be a millisecond early.
  expect(performance.now() - (await begun.promise)).toBeGreaterThan(498);
});
