import { expect, test } from 'vitest';
import { maxBatchSize, maxBodyBytes, Nothing } from './wire.ts';

test('a procedure without input accepts undefined and null', () => {
  expect(Nothing.parse(undefined)).toBeUndefined();
  expect(Nothing.parse(null)).toBeNull();
});

test.each([[{}], [{ id: 1 }], [''], [0], [false], [[]]])('%j is an input', (input) => {
  expect(Nothing.safeParse(input).success).toBe(false);
});

test('a batch holds up to 20 calls, a body up to 256 KiB', () => {
  expect({ maxBatchSize, maxBodyBytes }).toEqual({ maxBatchSize: 20, maxBodyBytes: 262_144 });
});
