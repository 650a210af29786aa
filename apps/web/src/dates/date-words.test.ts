import { expect, test } from 'vitest';
import { dateLanguageOf } from '../lib/language.ts';
import { awayWords, createDayWriter, dateWords, timeWords } from './date-words.ts';

const clock = { today: '2026-11-30', zone: 'Europe/Berlin' };

test('a date is said as a person would say it', () => {
  const words = [
    '2026-11-29',
    '2026-11-30T09:00',
    '2026-12-01',
    '2026-12-11T14:30[Europe/Berlin]',
    '2026-12-11T09:00[America/New_York]',
    '2027-01-02',
  ].map((date) => dateWords(date, clock));
  expect(words).toEqual([
    'Yesterday',
    'Today, 9:00',
    'Tomorrow',
    'Fri 11 Dec, 14:30',
    'Fri 11 Dec, 9:00 (New York)',
    'Sat 2 Jan 2027',
  ]);
});

test('how far away it is, where its words do not say so', () => {
  const away = ['2026-12-10', '2026-11-27', '2026-12-01'].map((day) =>
    awayWords(day, '2026-11-30'),
  );
  expect(away).toEqual(['in 10 days', '3 days ago', undefined]);
  expect(timeWords('2026-12-10', clock)).toBeUndefined();
});

test('days are written in the language of the browser; English ones cannot be misread', () => {
  const write = (language: string, day: string) =>
    createDayWriter(dateLanguageOf(language))(day, '2026-11-30');
  expect(write('en-US', '2026-12-11')).toBe('Fri 11 Dec');
  expect(write('en-US', '2027-09-01')).toBe('Wed 1 Sep 2027');
  expect(write('de-DE', '2026-12-11')).toBe('Fr., 11. Dez.');
  expect(write('ja-JP', '2026-12-11')).toBe('12月11日(金)');
  for (const none of ['c', 'de_DE', 'en-US@posix']) {
    expect(write(none, '2026-12-11')).toBe('Fri 11 Dec');
  }
});
