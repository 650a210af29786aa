import { expect, test } from 'vitest';
import { createLabel } from './label.ts';
import { archiveList, createList } from './list.ts';
import { rankOf } from './order.ts';
import { inOrder, ranksToPlace, requireRoom } from './ordered-row.ts';
import { createSection } from './section.ts';
import { RuleViolation } from './violation.ts';

const now = '2026-12-01T00:00:00.000Z';
const rank = rankOf(now);
const rows = [
  { id: 'b', rank: 'a1' },
  { id: 'Z', rank: 'a1' },
  { id: 'c', rank: 'Zz' },
];

test('rows are in order of rank, then of id, by bytes', () => {
  expect(inOrder(rows).map(({ id }) => id)).toEqual(['c', 'Z', 'b']);
});

test('a new row without a place ranks by its creation', () => {
  expect(ranksToPlace(rows, 'x', {}, now)).toEqual(new Map([['x', rank]]));
  expect(ranksToPlace(rows, 'x', { before: 'gone' }, now)).toEqual(new Map([['x', rank]]));
});

test('a row that is at its place stays, and one beside equal ranks moves as few as fit', () => {
  expect(ranksToPlace(rows, 'b', {}, now)).toEqual(new Map());
  expect([...ranksToPlace(rows, 'c', { before: 'b' }, now).keys()]).toEqual(['c', 'b']);
});

test('there is room up to the limit', () => {
  requireRoom(9, 10, 'lists');
  expect(() => requireRoom(10, 10, 'lists')).toThrow(
    new RuleViolation('There can be at most 10 lists.'),
  );
});

test('new rows have what their input has, and defaults', () => {
  const made = { id: 'new', rank, now };
  const common = { name: 'x', rank, createdAt: now, updatedAt: now };
  expect(createList({ name: 'x', before: 'y', color: undefined }, made)).toEqual({
    ...common,
    id: 'new',
    color: null,
    archivedAt: null,
  });
  expect(createLabel({ name: 'x', id: 'own', color: 'red' }, made)).toEqual({
    ...common,
    id: 'own',
    color: 'red',
  });
  expect(createSection({ name: 'x', listId: 'l', after: 'y' }, made)).toEqual({
    ...common,
    id: 'new',
    listId: 'l',
  });
});

test('a list that is archived keeps the time of it', () => {
  const list = createList({ name: 'x' }, { id: 'l', rank, now });
  const archived = archiveList(list, true, '2026-12-02T00:00:00.000Z');
  expect(archived.archivedAt).toBe('2026-12-02T00:00:00.000Z');
  expect(archiveList(archived, true, '2026-12-03T00:00:00.000Z')).toBe(archived);
  expect(archiveList(archived, false, '2026-12-03T00:00:00.000Z')).toMatchObject({
    archivedAt: null,
    updatedAt: '2026-12-03T00:00:00.000Z',
  });
});
