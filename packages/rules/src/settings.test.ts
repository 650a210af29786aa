import { defaultSettings } from '@tydo/schemas/settings';
import { expect, test } from 'vitest';
import { changeSettings } from './settings.ts';

const now = '2026-12-01T00:00:00.000Z';

test('the first change stores settings, also with their defaults', () => {
  expect(changeSettings(undefined, {}, now)).toBeUndefined();
  const stored = { ...defaultSettings, updatedAt: now };
  expect(changeSettings(undefined, { zone: 'UTC', ifUpdatedAt: null }, now)).toEqual(stored);
});

test('a later change has only the fields that are sent', () => {
  const stored = { ...defaultSettings, updatedAt: now };
  expect(changeSettings(stored, { weekStart: 1 }, now)).toBe(stored);
  expect(changeSettings(stored, { weekStart: 7, zone: undefined }, now)).toEqual({
    ...stored,
    weekStart: 7,
    updatedAt: '2026-12-01T00:00:00.001Z',
  });
});
