import { expect, test } from 'vitest';
import { editChanges } from './edit-changes.ts';

const milk = { title: 'Milk', description: null };

test('returns only the fields that differ', () => {
  expect(editChanges(milk, { title: ' Milk ', description: '' })).toEqual({ changes: {} });
  expect(editChanges(milk, { title: 'Oat milk', description: '' })).toEqual({
    changes: { title: 'Oat milk' },
  });
  expect(editChanges(milk, { title: 'Milk', description: 'Two' })).toEqual({
    changes: { description: 'Two' },
  });
});

test('returns an error for each invalid field', () => {
  const errors = { title: expect.any(String), description: expect.any(String) };
  const wrong = { title: ' ', description: 'x'.repeat(1_001) };
  expect(editChanges(milk, wrong)).toEqual({ errors });
});

test('accepts an unchanged title that today’s rules would reject', () => {
  const old = { title: '\u3164', description: null };
  expect(editChanges(old, { title: '\u3164', description: 'Two' })).toEqual({
    changes: { description: 'Two' },
  });
});
