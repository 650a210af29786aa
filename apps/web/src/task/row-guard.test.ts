import { expect, test } from 'vitest';
import { createRowGuard } from './row-guard.ts';

test('a click soon after a row has left is not meant for the next one', () => {
  let time = 0;
  const guard = createRowGuard(() => time);
  expect(guard.isSettling()).toBe(false);
  guard.left();
  time = 349;
  expect(guard.isSettling()).toBe(true);
  time = 350;
  expect(guard.isSettling()).toBe(false);
});
