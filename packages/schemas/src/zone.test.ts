import { expect, test } from 'vitest';
import { isZone, zone } from './zone.ts';

test.each(['Europe/Berlin', 'UTC', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires'])(
  '%s is a zone',
  (name) => {
    expect(isZone(name)).toBe(true);
    expect(zone.parse(name)).toBe(name);
    // From what is kept.
    expect(isZone(name)).toBe(true);
  },
);

test.each(['', 'europe/berlin', '+02:00', 'Z', 'Mars/Olympus', 'Europe/Berlin '])(
  '%j is no zone',
  (name) => {
    expect(zone.safeParse(name).success).toBe(false);
  },
);

test('unknown names do not fill the memory', () => {
  for (let number = 0; number < 1_100; number += 1) expect(isZone(`No/Zone${number}`)).toBe(false);
  expect(isZone('UTC')).toBe(true);
});

test('a zone has at most 64 characters', () => {
  expect(isZone('A'.repeat(65))).toBe(false);
});
