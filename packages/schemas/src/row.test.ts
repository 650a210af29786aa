import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { ListCreate, ListRead } from './list.ts';
import { chosenId, color, onePlace, placesOf } from './row.ts';
import { TaskCreate, TaskUpdateMany } from './task.ts';

const accepts = (schema: z.ZodMiniType, input: unknown) => schema.safeParse(input).success;

test('an id that a caller chooses is 1 to 255 visible ASCII characters', () => {
  for (const id of ['a', '12', '!~', 'x'.repeat(255)]) expect(accepts(chosenId, id)).toBe(true);
  for (const id of ['', ' ', 'é', 'a b', 'x'.repeat(256)])
    expect(accepts(chosenId, id)).toBe(false);
});

test('a color is one of eight, or null', () => {
  expect(accepts(color, 'teal')).toBe(true);
  expect(accepts(color, null)).toBe(true);
  expect(accepts(color, 'pink')).toBe(false);
});

test('an input names at most one neighbour', () => {
  const schema = z.strictObject(placesOf(chosenId)).check(onePlace);
  expect(accepts(schema, {})).toBe(true);
  expect(accepts(schema, { before: 'a' })).toBe(true);
  expect(accepts(schema, { before: 'a', after: 'b' })).toBe(false);
  expect(TaskCreate.safeParse({ title: 'x', before: 1, after: 2 }).success).toBe(false);
});

test('the name of a list has no quotation marks, so that a filter can quote it', () => {
  expect(ListCreate.parse({ name: ' Home ' })).toEqual({ name: 'Home' });
  expect(accepts(ListCreate, { name: 'a "b"' })).toBe(false);
  expect(Object.keys(ListRead.shape)).toContain('archivedAt');
});

test('labels are named once each, and sorted by code unit', () => {
  const { labelIds } = TaskCreate.parse({ title: 'x', labelIds: ['b', 'a', 'B'] });
  expect(labelIds).toEqual(['B', 'a', 'b']);
  expect(accepts(TaskCreate, { title: 'x', labelIds: ['a', 'a'] })).toBe(false);
  const tooMany = Array.from({ length: 21 }, (_, number) => `${number}`);
  expect(accepts(TaskCreate, { title: 'x', labelIds: tooMany })).toBe(false);
});

test('a change of several tasks changes something', () => {
  expect(accepts(TaskUpdateMany, { ids: [1] })).toBe(false);
  expect(accepts(TaskUpdateMany, { ids: [1], priority: 9 })).toBe(true);
});
