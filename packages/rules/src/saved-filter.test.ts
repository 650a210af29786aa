import { expect, test } from 'vitest';
import { createFilter, renameInFilters, requireQuery } from './saved-filter.ts';
import { RuleViolation } from './violation.ts';

const renaming = { type: 'list', from: 'Home', to: 'House' } as const;

test('a filter is created where its query parses', () => {
  const made = { id: 'f', rank: 'a0', now: '2026-12-01T00:00:00.000Z' };
  expect(createFilter({ name: 'x', query: '#Home' }, made)).toMatchObject({ id: 'f', color: null });
  expect(() => requireQuery('p1 &')).toThrow(new RuleViolation('Expected a term at 4', 'query'));
});

test('filters follow a renaming where they name the row', () => {
  const filters = ['#home & p1', '@Home', '#Home*', 'broken &'].map((query, id) => ({
    id: String(id),
    query,
  }));
  expect(renameInFilters(filters, renaming, ['Work'])).toEqual(new Map([['0', '#House & p1']]));
  expect(renameInFilters(filters, renaming, ['HOME'])).toEqual(new Map());
});

test('a name with which a filter would get too long is refused', () => {
  const query = `#Home | search: ${'x'.repeat(480)}`;
  expect(() =>
    renameInFilters([{ id: 'f', query }], { ...renaming, to: 'x'.repeat(20) }, []),
  ).toThrow(expect.objectContaining({ name: 'RuleViolation', field: 'name' }));
});
