import { expect, test } from 'vitest';
import { readDate, readRule } from './read-date.ts';
import { rulePresets } from './rule-presets.ts';
import { ruleWords } from './rule-words.ts';
import { dayClock } from './use-day-clock.ts';

const reader = {
  clock: dayClock('2026-11-30T09:00:00.000Z', 'Europe/Berlin'),
  settings: { dateOrder: 'mdy', weekStart: 1 },
} as const;
const date = (text: string, value: string | null = null, isDay = false) =>
  readDate(text, { ...reader, value, isDay });

test('a date is read as it is typed, and a time alone keeps the day', () => {
  expect(date('next fri')).toBe('2026-12-11');
  expect(date('dec 24 9am')).toBe('2026-12-24T09:00');
  expect(date('dec 24 9am', null, true)).toBe('2026-12-24');
  expect(date('9am', '2026-12-24')).toBe('2026-12-24T09:00');
  expect(date('9am')).toBe('2026-12-01T09:00');
  expect(date('tomorrow 9am', '2026-12-24')).toBe('2026-12-01T09:00');
  expect(date('2026-12-24T09:00[Asia/Tokyo]')).toBe('2026-12-24T09:00[Asia/Tokyo]');
  expect(['soon', 'milk tomorrow', ''].map((text) => date(text))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('a rule is read in words and as an RRULE; its first round is not before the due', () => {
  const rule = (text: string, due: string | null = '2026-12-05') =>
    readRule(text, { ...reader, due });
  expect(rule('every weekday')).toEqual({
    rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
    ruleFrom: 'due',
    due: '2026-12-07',
  });
  expect(rule('2 weeks')).toMatchObject({ rule: 'FREQ=WEEKLY;INTERVAL=2', due: '2026-12-05' });
  expect(rule('every! month')).toMatchObject({ ruleFrom: 'completion', due: '2026-12-05' });
  expect(rule('every day 9am', null)).toMatchObject({ due: '2026-12-01T09:00' });
  expect(rule('RRULE:FREQ=DAILY;INTERVAL=3')).toMatchObject({ rule: 'FREQ=DAILY;INTERVAL=3' });
  expect(rule('FREQ=SECONDLY')).toMatch(/SECONDLY/);
  expect(rule('sometimes')).toMatch(/^Use words/);
});

test('presets say what they do, also at the end of a month', () => {
  const words = (from: string) => rulePresets(from).map(({ rule }) => ruleWords(rule, 'due'));
  expect(words('2026-12-08')).toEqual([
    'every day',
    'every weekday',
    'every Tuesday',
    'every month on the 8th',
    'every year on 8 Dec',
  ]);
  expect(words('2027-01-31').slice(3)).toEqual([
    'every month on the last day',
    'every year on 31 Jan',
  ]);
});
