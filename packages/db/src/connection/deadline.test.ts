import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { requireTimeLeft, withDeadline, withoutDeadline } from './deadline.ts';

test('work between statements ends at the deadline of its call, and where there is none, never', async () => {
  const late = withDeadline(
    async () => {
      requireTimeLeft();
      await sleep(20);
      requireTimeLeft();
      return 'done';
    },
    60_000,
    Date.now() + 10,
  );
  await expect(late).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  expect(requireTimeLeft).not.toThrow();
  await withoutDeadline(async () => requireTimeLeft());
});
