import { expect, test } from 'vitest';
import { browserSettings, isSameClock, placeOf } from './browser-settings.ts';

test('the order of dates and the start of the week are those of the language', () => {
  expect(browserSettings('en-US')).toMatchObject({ weekStart: 7, dateOrder: 'mdy' });
  expect(browserSettings('de-DE')).toMatchObject({ weekStart: 1, dateOrder: 'dmy' });
});

test('a browser that names no language has a start of the week, too', () => {
  expect(browserSettings('en-US@posix')).toMatchObject({ weekStart: 1, dateOrder: 'dmy' });
  expect(browserSettings('')).toMatchObject({ weekStart: 1, dateOrder: 'dmy' });
});

test('zones are told apart by what their clocks show', () => {
  const now = '2026-11-30T09:00:00.000Z';
  expect(isSameClock(now, 'Europe/Berlin', 'Europe/Paris')).toBe(true);
  expect(isSameClock(now, 'Europe/Berlin', 'Europe/Lisbon')).toBe(false);
  expect(isSameClock(now, 'Nowhere/Land', 'Europe/Lisbon')).toBe(false);
  expect(placeOf('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
});
