import { expect, test } from 'vitest';
import { changeLabel, createLabel } from './label.ts';

const now = '2026-01-01T00:00:00.000Z';
const label = createLabel({ name: 'First' }, { id: 'a', now });

test('a new label has what was given, and the time of its creation', () => {
  expect(label).toEqual({ id: 'a', name: 'First', createdAt: now, updatedAt: now });
});

test('a change moves updatedAt; the same value changes nothing', () => {
  const later = '2026-01-02T00:00:00.000Z';
  expect(changeLabel(label, { name: 'Second' }, later)).toEqual({
    ...label,
    name: 'Second',
    updatedAt: later,
  });
  expect(changeLabel(label, { name: 'First' }, later)).toBe(label);
});
