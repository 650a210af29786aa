import { expect, test } from 'vitest';
import { newUuid } from './uuid.ts';
import { operationId } from './wire.ts';

test('new UUIDs are valid operationIds, and all different', () => {
  const some = Array.from({ length: 100 }, () => newUuid());
  for (const each of some) expect(operationId.safeParse(each).success).toBe(true);
  expect(new Set(some).size).toBe(100);
});
