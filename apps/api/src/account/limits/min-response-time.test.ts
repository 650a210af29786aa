import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withMinResponseTime } from './min-response-time.ts';

test('counts the minimum time from the start of the work, not from the wait in the queue', async () => {
  const started = Promise.withResolvers<number>();
  const response = await withMinResponseTime(
    '/sign-in/email',
    { requiresVerification: false },
    async (startTimer) => {
      await sleep(100);
      startTimer();
      started.resolve(performance.now());
      return new Response(null, { status: 401 });
    },
  );
  expect(response.status).toBe(401);
  // A timer may be a millisecond early.
  expect(performance.now() - (await started.promise)).toBeGreaterThan(498);
});
