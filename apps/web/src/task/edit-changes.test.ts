import { expect, test } from 'vitest';
import { editChanges } from './edit-changes.ts';

const milk = { title: 'Milk', description: null };

test('only what is different is changed', () => {
  expect(editChanges(milk, { title: ' Milk ', description: '' })).toEqual({ changes: {} });
  expect(editChanges(milk, { title: 'Oat milk', description: '' })).toEqual({
    changes: { title: 'Oat milk' },
  });
  expect(editChanges(milk, { title: 'Milk', description: 'Two' })).toEqual({
    changes: { description: 'Two' },
  });
});

test('a field that cannot be stored is named', () => {
  const refused = { title: expect.any(String), description: expect.any(String) };
  const wrong = { title: ' ', description: 'x'.repeat(1_001) };
  expect(editChanges(milk, wrong)).toEqual({ refused });
});

test('a title that the rules of today refuse may stay when something else is changed', () => {
  const old = { title: '\u3164', description: null };
  expect(editChanges(old, { title: '\u3164', description: 'Two' })).toEqual({
    changes: { description: 'Two' },
  });
});
