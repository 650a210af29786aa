import { expect, test } from 'vitest';
import { recordOf } from './record.ts';

test('a value without fields is an empty record', () => {
  for (const value of [null, undefined, 1, true]) expect({ ...recordOf(value) }).toEqual({});
});

test('an object is returned as it is', () => {
  const object = { id: 1 };
  const record = recordOf(object);
  record['id'] = 2;
  expect(record).toBe(object);
  expect(object).toEqual({ id: 2 });
});
