import { expect, test } from 'vitest';
import { editChanges } from './edit-changes.ts';

const from = { title: 'Milk', description: '' };

test('returns only the fields that differ, and what was there', () => {
  expect(editChanges({ from, title: ' Milk ', description: '' })).toEqual({
    changes: {},
    seen: {},
  });
  expect(editChanges({ from, title: 'Oat milk', description: '' })).toEqual({
    changes: { title: 'Oat milk' },
    seen: { title: 'Milk' },
  });
  expect(editChanges({ from, title: 'Milk', description: 'Two' })).toEqual({
    changes: { description: 'Two' },
    seen: { description: null },
  });
});

test('returns an error for each invalid field', () => {
  const errors = { title: expect.any(String), description: expect.any(String) };
  expect(editChanges({ from, title: ' ', description: 'x'.repeat(1_001) })).toEqual({ errors });
});

test('accepts an unchanged title that today’s rules would reject', () => {
  const old = { title: '\u3164', description: '' };
  expect(editChanges({ from: old, title: '\u3164', description: 'Two' })).toEqual({
    changes: { description: 'Two' },
    seen: { description: null },
  });
});
