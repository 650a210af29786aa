import { expect, test } from 'vitest';
import { changeSection, createSection } from './section.ts';

const now = '2026-01-01T00:00:00.000Z';
const section = createSection({ name: 'First' }, { id: 'a', now });

test('a new section has what was given, and the time of its creation', () => {
  expect(section).toEqual({ id: 'a', name: 'First', createdAt: now, updatedAt: now });
});

test('a change moves updatedAt; the same value changes nothing', () => {
  const later = '2026-01-02T00:00:00.000Z';
  expect(changeSection(section, { name: 'Second' }, later)).toEqual({
    ...section,
    name: 'Second',
    updatedAt: later,
  });
  expect(changeSection(section, { name: 'First' }, later)).toBe(section);
});
