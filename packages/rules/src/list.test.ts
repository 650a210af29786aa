import { expect, test } from 'vitest';
import { changeList, createList } from './list.ts';

const now = '2026-01-01T00:00:00.000Z';
const list = createList({ name: 'First' }, { id: 'a', now });

test('a new list has what was given, and the time of its creation', () => {
  expect(list).toEqual({ id: 'a', name: 'First', createdAt: now, updatedAt: now });
});

test('a change moves updatedAt; the same value changes nothing', () => {
  const later = '2026-01-02T00:00:00.000Z';
  expect(changeList(list, { name: 'Second' }, later)).toEqual({
    ...list,
    name: 'Second',
    updatedAt: later,
  });
  expect(changeList(list, { name: 'First' }, later)).toBe(list);
});
