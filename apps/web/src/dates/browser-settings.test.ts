import { expect, test } from 'vitest';
import { browserSettings, isSameClock, placeOf } from './browser-settings.ts';

test('the order of dates and the start of the week are those of the language', () => {
  expect(browserSettings('en-US')).toMatchObject({ weekStart: 7, dateOrder: 'mdy' });
  expect(browserSettings('de-DE')).toMatchObject({ weekStart: 1, dateOrder: 'dmy' });
  // As Chromium says it on a system without a language.
  expect(browserSettings('en-US@posix')).toMatchObject({ weekStart: expect.any(Number) });
});

test('zones are told apart by what their clocks show', () => {
  const now = '2026-11-30T09:00:00.000Z';
  expect(isSameClock(now, 'Europe/Berlin', 'Europe/Paris')).toBe(true);
  expect(isSameClock(now, 'Europe/Berlin', 'Europe/Lisbon')).toBe(false);
  expect(isSameClock(now, 'Nowhere/Land', 'Europe/Lisbon')).toBe(false);
  expect(placeOf('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
});
