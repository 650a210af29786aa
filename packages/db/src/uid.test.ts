import { expect, test } from 'vitest';
import { newUid } from './uid.ts';

test('new uids are different UUIDs of version 7 with the current time', () => {
  const before = Date.now();
  const uids = Array.from({ length: 1000 }, newUid);
  const after = Date.now();
  expect(new Set(uids).size).toBe(1000);
  for (const uid of uids) {
    expect(uid).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    const time = Number.parseInt(uid.replace('-', '').slice(0, 12), 16);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(after);
  }
});
