import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ruleText } from '../recurrence.ts';
import { read } from '../testing/quick-add.ts';
import { shortOrLong } from '../testing/short-or-long.ts';

test.each([
  ['every day', '2026-11-30', 'FREQ=DAILY'],
  ['ev 3 days', '2026-11-30', 'FREQ=DAILY;INTERVAL=3'],
  ['every other week', '2026-11-30', 'FREQ=WEEKLY;INTERVAL=2'],
  ['every second year', '2026-11-30', 'FREQ=YEARLY;INTERVAL=2'],
  ['every 30 min', '2026-11-30T10:30', 'FREQ=MINUTELY;INTERVAL=30'],
  ['every hour at 9:30', '2026-12-01T09:30', 'FREQ=HOURLY'],
  ['every 2 hours starting friday', '2026-12-04T10:00', 'FREQ=HOURLY;INTERVAL=2'],
  ['every 2 quarters starting 5 dec', '2026-12-05', 'FREQ=MONTHLY;INTERVAL=6'],
  ['every fri, mon & fri', '2026-11-30', 'FREQ=WEEKLY;BYDAY=MO,FR'],
  ['every mon 9am', '2026-12-07T09:00', 'FREQ=WEEKLY;BYDAY=MO'],
  ['every mon 10:00', '2026-11-30T10:00', 'FREQ=WEEKLY;BYDAY=MO'],
  ['every weekend', '2026-12-05', 'FREQ=WEEKLY;BYDAY=SA,SU'],
  ['every morning', '2026-12-01T09:00', 'FREQ=DAILY'],
  ['every monday evening', '2026-11-30T19:00', 'FREQ=WEEKLY;BYDAY=MO'],
  ['every monday evening at 8', '2026-11-30T20:00', 'FREQ=WEEKLY;BYDAY=MO'],
  ['every 15th and 30th', '2026-11-30', 'FREQ=MONTHLY;BYMONTHDAY=15,28,29,30;BYSETPOS=1,-1'],
  ['every 28th and 29th', '2026-12-28', 'FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=1,-1'],
  ['every last day of the month', '2026-11-30', 'FREQ=MONTHLY;BYMONTHDAY=-1'],
  ['every last and first day', '2026-11-30', 'FREQ=MONTHLY;BYMONTHDAY=1,-1'],
  ['every first and last day', '2026-11-30', 'FREQ=MONTHLY;BYMONTHDAY=1,-1'],
  ['every first day', '2026-12-01', 'FREQ=MONTHLY;BYMONTHDAY=1'],
  ['every first workday', '2026-12-01', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1'],
  ['every last fri', '2026-12-25', 'FREQ=MONTHLY;BYDAY=-1FR'],
  ['every 3rd and first monday', '2026-12-07', 'FREQ=MONTHLY;BYDAY=1MO,3MO'],
  ['every dec 24', '2026-12-24', 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24'],
  ['every 31 december', '2026-12-31', 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31'],
  ['every year from 29 feb', '2028-02-29', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1'],
  ['every month on the 15th', '2026-12-15', 'FREQ=MONTHLY'],
  ['every month on the 31st', '2026-12-31', 'FREQ=MONTHLY;BYMONTHDAY=-1'],
  ['every 2 weeks on tue and thu', '2026-12-01', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH'],
  [
    'every other week on mon, fri at 18:30',
    '2026-11-30T18:30',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR',
  ],
  ['every week on friday', '2026-12-04', 'FREQ=WEEKLY;BYDAY=FR'],
  ['every month on the first monday', '2026-12-07', 'FREQ=MONTHLY;BYDAY=1MO'],
  [
    'every 2 months on the last workday',
    '2026-11-30',
    'FREQ=MONTHLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  ],
  ['every month on the last day', '2026-11-30', 'FREQ=MONTHLY;BYMONTHDAY=-1'],
  ['every 2 months on the 1st and 15th', '2026-12-01', 'FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1,15'],
  ['each day', '2026-11-30', 'FREQ=DAILY'],
  ['weekdays', '2026-11-30', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
  ['every mon till 2027-01-31', '2026-11-30', 'FREQ=WEEKLY;BYDAY=MO;UNTIL=20270131'],
  ['every day starting 7 jan until 1 apr', '2027-01-07', 'FREQ=DAILY;UNTIL=20270401'],
  ['every day at 8pm starting friday', '2026-12-04T20:00', 'FREQ=DAILY'],
  ['every day starting 2026-11-02', '2026-11-02', 'FREQ=DAILY'],
  ['quarterly', '2026-11-30', 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=28,29,30;BYSETPOS=-1'],
  ['yearly', '2026-11-30', 'FREQ=YEARLY'],
])('%s begins on %s', (words, due, rule) => {
  expect(read(`Go ${words}`)).toEqual({ title: 'Go', due, rule });
});

test.each([
  ['every! month', 'FREQ=MONTHLY'],
  ['ev! 31st', 'FREQ=MONTHLY;BYMONTHDAY=-1'],
  ['after 1 week', 'FREQ=WEEKLY'],
  ['after two weeks', 'FREQ=WEEKLY;INTERVAL=2'],
])('%s counts from completion', (words, rule) => {
  expect(read(`Go ${words}`)).toEqual({
    title: 'Go',
    due: '2026-11-30',
    rule,
    ruleFrom: 'completion',
  });
});

test.each([
  ['every day at 9am from today', '2026-12-01T09:00', 'FREQ=DAILY'],
  ['every week at 9am from today', '2026-12-07T09:00', 'FREQ=WEEKLY'],
  [
    'every month at 9am on the 30th',
    '2026-12-30T09:00',
    'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1',
  ],
  ['every 2 hours from today 9am', '2026-11-30T11:00', 'FREQ=HOURLY;INTERVAL=2'],
  ['every mon 9am from today', '2026-12-07T09:00', 'FREQ=WEEKLY;BYDAY=MO'],
  ['every week at 9am', '2026-12-01T09:00', 'FREQ=WEEKLY'],
])('a time of today that has passed does not count: %s', (words, due, rule) => {
  expect(read(`Go ${words}`)).toEqual({ title: 'Go', due, rule });
});

test('every other Tuesday begins on the next Tuesday, in whatever week', () => {
  const now = '2026-12-02T09:00:00.000Z';
  expect(read('Go every other tue', { now })).toMatchObject({ due: '2026-12-08' });
});

test.each([
  'every man for himself',
  'Go every 10001 days',
  'Go every 32nd',
  'Go every 31 april',
  'Go every 30th and 31st',
  'Read the monthly report',
  'Wait for 10 times',
  'Letters from Bo',
  'Tidy up after a day out',
])('%s has no rule', (text) => {
  expect(read(text)).toEqual({ title: text });
});

test('a word such as daily is a rule anywhere before its time', () => {
  expect(read('Meditate daily at 6:30 for 10 minutes')).toEqual({
    title: 'Meditate for 10 minutes',
    due: '2026-12-01T06:30',
    rule: 'FREQ=DAILY',
  });
  expect(read('Read the daily paper at 6:30')).not.toHaveProperty('rule');
});

test('an end before the first occurrence is text', () => {
  expect(read('Go every 29 feb until 2026-12-24')).toEqual({
    title: 'Go until 2026-12-24',
    due: '2027-02-28',
    rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1',
  });
});

test('more rounds than a rule can have are text', () => {
  expect(read('Go every day for 10000 times')).toMatchObject({ rule: 'FREQ=DAILY;COUNT=10000' });
  expect(read('Go every day for 10001 times')).toMatchObject({
    title: 'Go for 10001 times',
    rule: 'FREQ=DAILY',
  });
});

test('a rule without an occurrence up to 2199 is text', () => {
  expect(read('Go every 29 feb', { now: '2199-12-30T09:00:00.000Z' })).toMatchObject({
    title: 'Go every 29 feb',
  });
});

test('the other reading of an end is a doubt about the rule', () => {
  expect(read('Go every day until 1/2')).toEqual({
    title: 'Go',
    due: '2026-11-30',
    rule: 'FREQ=DAILY;UNTIL=20270102',
    doubts: [{ field: 'rule', other: 'FREQ=DAILY;UNTIL=20270201' }],
  });
});

const unit = fc.constantFrom('day', 'week', 'month', 'quarter', 'year', 'hour', 'min');
const weekday = fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun');
const ordinal = fc.constantFrom('first', '2nd', 'third', '4th', 'last');
const words = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 10_000 }), unit)
    .map(([count, name]) => `every ${count} ${name}s`),
  fc
    .tuple(unit, fc.constantFrom('every', 'every!', 'every other'))
    .map(([name, every]) => `${every} ${name}`),
  fc
    .tuple(fc.constantFrom('every', 'every other'), fc.array(weekday, { minLength: 1 }))
    .map(([every, days]) => `${every} ${days.join(', ')}`),
  fc.tuple(ordinal, weekday).map(([nth, day]) => `every ${nth} ${day}`),
  fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.array(weekday, { minLength: 1 }))
    .map(([count, days]) => `every ${count} weeks on ${days.join(' and ')}`),
  fc
    .tuple(fc.integer({ min: 1, max: 9 }), ordinal, fc.constantFrom('workday', 'monday', 'day'))
    .map(([count, nth, day]) => `every ${count} months on the ${nth} ${day}`),
  fc
    .tuple(ordinal, fc.constantFrom('workday', 'day of the month'))
    .map(([nth, day]) => `every ${nth} ${day}`),
  fc
    .array(fc.integer({ min: 1, max: 31 }), { minLength: 1, maxLength: 3 })
    .map((days) => `every ${days.map((day) => `${day}th`).join(', ')}`),
  fc.constantFrom(
    'every 2 months on the 29th',
    'every quarter on the 30th',
    'every 6 months on the 31st',
    'every 2 years on 29 feb',
    'every weekday',
    'every weekend',
    'every 29 feb',
    'every 24 dec',
    'every last day',
  ),
);
const end = fc.constantFrom(
  '',
  ' for 10 times',
  ' for 1 time',
  ' until 1 apr 2099',
  ' at 9am until 1 apr 2099',
);

test('the words of a rule are read as the same rule', () => {
  fc.assert(
    fc.property(words, end, (text, ending) => {
      const now = '2026-11-05T09:00:00.000Z';
      const { rule = '', ruleFrom } = read(`Go ${text}${ending}`, { now });
      fc.pre(rule !== '');
      const time = rule.includes('T235959') ? ' at 9am' : '';
      const said = ruleText(rule, ruleFrom ?? 'due');
      expect(said).not.toBe(rule);
      const again = read(`Go ${said}${time}`, { now });
      expect([again.rule, again.ruleFrom, again.title]).toEqual([rule, ruleFrom, 'Go']);
    }),
    { numRuns: shortOrLong(80, 20_000) },
  );
});
