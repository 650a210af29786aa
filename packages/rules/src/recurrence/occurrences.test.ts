import { describe, expect, test } from 'vitest';
import { occurrences } from '../recurrence.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index).join();
const first = (rule: string, anchor: string, limit: number) => occurrences(rule, anchor, { limit });

test('the anchor is an occurrence only if the rule falls on it', () => {
  expect(occurrences('FREQ=WEEKLY', '2026-11-30')).toEqual(['2026-11-30']);
  expect(occurrences('FREQ=WEEKLY;BYDAY=TU', '2026-11-30')).toEqual(['2026-12-01']);
});

test('dates have the form of the anchor, with seconds where they are not zero', () => {
  const dates = (anchor: string) => first('FREQ=DAILY', anchor, 2);
  expect(dates('2026-11-30')).toEqual(['2026-11-30', '2026-12-01']);
  expect(dates('2026-11-30T09:00:05')).toEqual(['2026-11-30T09:00:05', '2026-12-01T09:00:05']);
  const zoned = '2026-10-24T06:45[Europe/Berlin]';
  expect(dates(zoned)).toEqual([zoned, '2026-10-25T06:45[Europe/Berlin]']);
});

describe('months', () => {
  test.each([
    [
      'a bare rule skips what is not there',
      'FREQ=MONTHLY',
      ['2027-01-31', '2027-03-31', '2027-05-31'],
    ],
    [
      'so does BYMONTHDAY=31',
      'FREQ=MONTHLY;BYMONTHDAY=31',
      ['2027-01-31', '2027-03-31', '2027-05-31'],
    ],
    [
      'the last day is in all',
      'FREQ=MONTHLY;BYMONTHDAY=-1',
      ['2027-01-31', '2027-02-28', '2027-03-31'],
    ],
    [
      'a clamped 30th is the last day of February',
      'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1',
      ['2027-02-28', '2027-03-30', '2027-04-30'],
    ],
    [
      'the last workday',
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      ['2027-02-26', '2027-03-31', '2027-04-30'],
    ],
    [
      'a clamped 29 February',
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1',
      ['2027-02-28', '2028-02-29', '2029-02-28'],
    ],
  ])('%s', (_, rule, dates) => {
    expect(first(rule, '2027-01-31', 3)).toEqual(dates);
  });
});

test('wall-clock hours know no change of the clock', () => {
  expect(first('FREQ=HOURLY;INTERVAL=12', '2026-10-24T20:00[Europe/Berlin]', 3)).toEqual([
    '2026-10-24T20:00[Europe/Berlin]',
    '2026-10-25T08:00[Europe/Berlin]',
    '2026-10-25T20:00[Europe/Berlin]',
  ]);
});

test('hours and minutes are limited by BYHOUR, BYMINUTE and days, before 1970 too', () => {
  const rule = 'FREQ=MINUTELY;INTERVAL=25;BYHOUR=9,23;BYMINUTE=15,40;BYDAY=MO';
  expect(first(rule, '1929-12-30T08:00', 3)).toEqual([
    '1929-12-30T09:15',
    '1929-12-30T09:40',
    '1930-01-13T23:15',
  ]);
  const seconds = 'FREQ=SECONDLY;BYHOUR=9;BYMINUTE=0;BYSECOND=60';
  expect(first(seconds, '2026-11-30T09:30', 2)).toEqual([
    '2026-12-01T09:00:59',
    '2026-12-02T09:00:59',
  ]);
});

describe('UNTIL', () => {
  const last = (until: string, anchor: string) =>
    first(`FREQ=HOURLY;UNTIL=${until}`, anchor, 100).at(-1);

  test('includes its time, and as a day all of it', () => {
    expect(last('20261130T120000', '2026-11-30T09:00')).toBe('2026-11-30T12:00');
    expect(last('20261130', '2026-11-30T09:00')).toBe('2026-11-30T23:00');
    expect(first('FREQ=DAILY;UNTIL=20261202T090000', '2026-11-30', 9)).toHaveLength(3);
  });

  test('with Z is an instant where the anchor has a zone, else the wall time as written', () => {
    expect(last('20261130T120000Z', '2026-11-30T09:00[America/New_York]')).toBeUndefined();
    expect(last('20261130T150000Z', '2026-11-30T09:00[America/New_York]')).toBe(
      '2026-11-30T10:00[America/New_York]',
    );
    expect(last('20261130T120000Z', '2026-11-30T09:00')).toBe('2026-11-30T12:00');
  });

  test('with Z is an instant also in the hour that comes twice', () => {
    const rule = (until: string) => `FREQ=MINUTELY;INTERVAL=15;UNTIL=${until}`;
    const anchor = '2026-10-25T02:00[Europe/Berlin]';
    expect(first(rule('20261025T003000Z'), anchor, 9)).toHaveLength(3);
    expect(first(rule('20261025T010000Z'), anchor, 9)).toHaveLength(4);
  });
});

describe('COUNT', () => {
  test('counts from the anchor, also where `after` is later', () => {
    const rule = 'FREQ=DAILY;COUNT=3';
    expect(first(rule, '2026-11-30', 9)).toHaveLength(3);
    const rest = occurrences(rule, '2026-11-30', { after: '2026-12-01', limit: 9 });
    expect(rest).toEqual(['2026-12-02']);
  });

  test('counts what the rule makes before EXDATE, and not RDATE', () => {
    const rule = 'FREQ=DAILY;COUNT=3\nEXDATE:20261201\nRDATE:20261215,20261210';
    expect(first(rule, '2026-11-30', 9)).toEqual([
      '2026-11-30',
      '2026-12-02',
      '2026-12-10',
      '2026-12-15',
    ]);
  });
});

describe('EXDATE and RDATE', () => {
  test('take out and add times of the anchor’s clock, each date once and none before the anchor', () => {
    const rule =
      'FREQ=DAILY\nRDATE:20261130T120000,20261201T090000,20200101T090000\nEXDATE:20261130T090000';
    expect(first(rule, '2026-11-30T09:00[Europe/Berlin]', 3)).toEqual([
      '2026-11-30T12:00[Europe/Berlin]',
      '2026-12-01T09:00[Europe/Berlin]',
      '2026-12-02T09:00[Europe/Berlin]',
    ]);
  });

  test('EXDATE takes out what RDATE adds', () => {
    const rule = 'FREQ=YEARLY\nRDATE:20261205,20261206\nEXDATE:20261205';
    expect(first(rule, '2026-11-30', 2)).toEqual(['2026-11-30', '2026-12-06']);
  });

  test('a day has the time of the anchor, and a time its day', () => {
    const rule = 'FREQ=DAILY\nEXDATE:20261201\nRDATE:20261225';
    const dates = first(rule, '2026-11-30T09:00', 2);
    expect(dates).toEqual(['2026-11-30T09:00', '2026-12-02T09:00']);
    const days = 'FREQ=DAILY\nEXDATE:20261201T090000';
    expect(first(days, '2026-11-30', 2)).toEqual(['2026-11-30', '2026-12-02']);
  });

  test('with Z they are instants where the anchor has a zone', () => {
    const rule = 'FREQ=DAILY\nEXDATE:20261201T080000Z';
    const days = (anchor: string) => first(rule, anchor, 2).map((date) => date.slice(0, 10));
    expect(days('2026-11-30T09:00[Europe/Berlin]')).toEqual(['2026-11-30', '2026-12-02']);
    expect(days('2026-11-30T08:00')).toEqual(['2026-11-30', '2026-12-02']);
  });

  test('a series may be empty', () => {
    expect(first('FREQ=DAILY;COUNT=1\nEXDATE:20261130', '2026-11-30', 9)).toEqual([]);
  });
});

test('BYSETPOS counts the whole first period, also what is before the anchor', () => {
  const rule = 'FREQ=MONTHLY;BYMONTHDAY=1,10,20;BYSETPOS=2';
  expect(first(rule, '2026-11-05', 2)).toEqual(['2026-11-10', '2026-12-10']);
  expect(first(rule, '2026-11-15', 1)).toEqual(['2026-12-10']);
});

test('weeks of a year begin as WKST says, and may lie in the year before', () => {
  const rule = 'FREQ=YEARLY;BYWEEKNO=1;BYDAY=TH,FR,SA,SU';
  expect(first(rule, '2026-06-01', 4)).toEqual([
    '2027-01-07',
    '2027-01-08',
    '2027-01-09',
    '2027-01-10',
  ]);
  expect(first(`${rule};WKST=SU`, '2026-12-29', 2)).toEqual(['2027-01-03', '2027-01-07']);
  expect(first('FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU', '2027-01-02', 1)).toEqual(['2027-01-03']);
});

test('seeking far ahead keeps the interval', () => {
  const at = (rule: string, anchor: string, after: string) => occurrences(rule, anchor, { after });
  expect(at('FREQ=DAILY;INTERVAL=7', '1900-01-01', '2199-01-01')).toEqual(['2199-01-07']);
  expect(at('FREQ=WEEKLY;INTERVAL=2', '2026-11-30', '2126-11-30')).toEqual(['2126-12-02']);
  expect(at('FREQ=MONTHLY;INTERVAL=5', '2026-11-30', '2126-12-01')).toEqual(['2127-04-30']);
  expect(at('FREQ=YEARLY;INTERVAL=3', '2000-05-05', '2100-01-01')).toEqual(['2102-05-05']);
  const hours = at('FREQ=HOURLY;INTERVAL=7', '2026-11-30T09:00', '2126-11-30T09:00');
  expect(hours).toEqual(['2126-11-30T15:00']);
});

test('the years are 1 to 9999', () => {
  expect(first('FREQ=YEARLY', '0001-02-03', 2)).toEqual(['0001-02-03', '0002-02-03']);
  expect(first('FREQ=YEARLY', '9998-12-31', 9)).toEqual(['9998-12-31', '9999-12-31']);
  expect(first('FREQ=WEEKLY;BYDAY=MO,SU', '9999-12-27', 9)).toEqual(['9999-12-27']);
  expect(first('FREQ=HOURLY;INTERVAL=9', '9999-12-31T12:00', 9)).toHaveLength(2);
});

test('a limit of 0 gives nothing', () => {
  expect(first('FREQ=DAILY', '2026-11-30', 0)).toEqual([]);
});

test('FREQ=DAILY with BYMONTH and BYSECOND is evaluated as it stands', () => {
  const rule = 'FREQ=DAILY;BYMONTH=12;BYHOUR=9;BYMINUTE=0;BYSECOND=30,60,59';
  expect(first(rule, '2026-11-30T08:00', 2)).toEqual([
    '2026-12-01T09:00:30',
    '2026-12-01T09:00:59',
  ]);
});

test.each([
  ['FREQ=DAILY', '2026-02-30'],
  ['FREQ=HOURLY', '2026-11-30'],
  ['FREQ=DAILY;BYMONTHDAY=32', '2026-11-30'],
  [
    `FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=${numbers(24)};BYMINUTE=${numbers(60)};BYSECOND=0,30`,
    '2026-11-30T09:00',
  ],
])('%s from %s throws a RangeError', (rule, anchor) => {
  expect(() => occurrences(rule, anchor)).toThrow(RangeError);
});

test('an `after` that is no date throws a RangeError', () => {
  expect(() => occurrences('FREQ=DAILY', '2026-11-30', { after: 'now' })).toThrow(RangeError);
});

test('a week number is right around 1970, where days are counted from', () => {
  expect(occurrences('FREQ=YEARLY;BYWEEKNO=30', '1969-12-30')).toEqual(['1970-07-21']);
});
