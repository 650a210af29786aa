import { expect, test } from 'vitest';
import { roundsAhead } from './day-views.ts';

test('the rounds of many recurring tasks are computed between other work', async () => {
  const due = '2026-12-01';
  const task = { due, occurrence: due, anchor: due, rule: 'FREQ=DAILY', ruleFrom: 'due' };
  const rows = Array.from({ length: 2_000 }, (_, n) => ({ uid: `task ${n}`, ...task }));
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const ahead = await roundsAhead(() => Promise.resolve(rows) as Promise<never>, {
    now: '2026-12-01T12:00:00.000Z',
    zone: 'UTC',
    end: '2026-12-31',
  });
  isOver = true;
  expect(ahead).toHaveLength(500);
  expect(ahead[0]).toEqual({ uid: 'task 0', due: '2026-12-02' });
  expect(turns).toBeGreaterThan(1);
});
