import { expect, test } from 'vitest';
import { Nothing } from './wire.ts';

test('a procedure without input takes nothing, or a body that says null', () => {
  expect([undefined, null].map((input) => Nothing.safeParse(input).success)).toEqual([true, true]);
  for (const input of [{}, '', 0, []]) expect(Nothing.safeParse(input).success).toBe(false);
});
