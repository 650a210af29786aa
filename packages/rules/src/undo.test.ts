import { describe, expect, test } from 'vitest';
import { taskWith } from './testing/task.ts';
import { conflictOf, isFieldDifferent, revertedFields, revertedRow } from './undo.ts';

const fields = Object.keys(taskWith());
const before = taskWith({ title: 'Milk' });
const after = { ...before, title: 'Oat milk', updatedAt: '2026-01-02T00:00:00.000Z' };
const now = '2026-03-01T00:00:00.000Z';

describe('a change', () => {
  test('is undone in the fields that it made different, and no others', () => {
    const row = { ...after, completed: true };
    expect(conflictOf({ before, after }, row, fields)).toBeUndefined();
    const reverted = revertedRow({ before, after }, row, fields, now);
    expect(reverted).toEqual({ ...before, completed: true, updatedAt: now });
  });

  test('cannot be undone where the field was changed since', () => {
    const row = { ...after, title: 'Soy milk' };
    expect(conflictOf({ before, after }, row, fields)).toEqual({ field: 'title' });
  });

  test('of which nothing is left is undone by nothing', () => {
    const row = { ...before, updatedAt: after.updatedAt };
    expect(revertedRow({ before, after: before }, row, fields, now)).toBe(row);
  });
});

describe('a created row', () => {
  test('is deleted', () => {
    expect(conflictOf({ before: null, after }, after, fields)).toBeUndefined();
    expect(revertedRow({ before: null, after }, after, fields, now)).toBeNull();
    expect(revertedFields({ before: null, after }, fields)).toEqual({});
  });

  test('stays where it was changed or deleted since', () => {
    const changed = { ...after, completed: true };
    expect(conflictOf({ before: null, after }, changed, fields)).toEqual({ field: 'completed' });
    expect(conflictOf({ before: null, after }, null, fields)).toEqual({ field: undefined });
  });
});

describe('a deleted row', () => {
  test('comes back as it was, and was changed later than before', () => {
    expect(conflictOf({ before, after: null }, null, fields)).toBeUndefined();
    const restored = revertedRow({ before, after: null }, null, fields, '2000-01-01T00:00:00.000Z');
    expect(restored).toEqual({ ...before, updatedAt: '2026-01-01T00:00:00.001Z' });
  });

  test('does not come back where it is back already', () => {
    expect(conflictOf({ before, after: null }, before, fields)).toEqual({ field: undefined });
  });
});

test('lists are compared by what is in them', () => {
  expect(isFieldDifferent({ labels: ['a'] }, { labels: ['a'] }, 'labels')).toBe(false);
  expect(isFieldDifferent({ labels: ['a'] }, { labels: ['b'] }, 'labels')).toBe(true);
});
