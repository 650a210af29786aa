import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha1 } from './sha1.ts';
import { operationIdOf, uuid5 } from './uuid5.ts';

test('the digest is that of node:crypto', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const expected = createHash('sha1').update(bytes).digest();
      expect(Buffer.from(sha1(bytes)).equals(expected)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('a UUID of version 5, as RFC 9562 makes it', () => {
  expect(operationIdOf('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 0)).toBe(
    uuidOf('6ba7b8109dad11d180b400c04fd430c8', '0'),
  );
  expect(uuid5(['a'])).toMatch(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

test('each name has its place', () => {
  expect(new Set([['ab'], ['a', 'b'], ['', 'ab'], ['a', 'b', '']].map(uuid5)).size).toBe(4);
});

test('ids of earlier imports stay what they are', () => {
  expect(uuid5(['task', 'csv', '', 'Milk', '0'])).toBe('1bf2eb29-9466-58eb-a901-c807ce364fd5');
});

function uuidOf(space: string, name: string): string {
  const hash = createHash('sha1').update(Buffer.from(space, 'hex')).update(name).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
