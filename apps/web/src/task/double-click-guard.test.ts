import { expect, test } from 'vitest';
import { createDoubleClickGuard } from './double-click-guard.ts';

test('is active for a short time after a row has left the list', () => {
  let time = 0;
  const guard = createDoubleClickGuard(() => time);
  expect(guard.isActive()).toBe(false);
  guard.rowRemoved();
  time = 349;
  expect(guard.isActive()).toBe(true);
  time = 350;
  expect(guard.isActive()).toBe(false);
});
