import { expect, test } from 'vitest';
import { recordOf } from './record.ts';

test('what has no fields is a record without any', () => {
  for (const value of [null, undefined, 1, true]) expect({ ...recordOf(value) }).toEqual({});
});

test('an object is its own record, and what is set there is set in it', () => {
  const object = { id: 1 };
  const record = recordOf(object);
  record['id'] = 2;
  expect(record).toBe(object);
  expect(object).toEqual({ id: 2 });
});
