import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDate } from '../date.ts';
import { nextRound, occurrences, ruleProblem, ruleText } from '../recurrence.ts';
import { cpuTime, takesLessThan } from '../testing/cpu-time.ts';
import { type NaiveRule, naiveDays, textOf } from '../testing/naive-recurrence.ts';
import { shortOrLong } from '../testing/short-or-long.ts';

const list = <Value>(values: readonly Value[], maxLength = 4) =>
  fc.oneof(fc.constant<Value[]>([]), fc.uniqueArray(fc.constantFrom(...values), { maxLength }));
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index).filter(
    (number) => number !== 0,
  );
const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const numbered = weekdays.flatMap((day) => [
  day,
  `1${day}`,
  `2${day}`,
  `5${day}`,
  `-1${day}`,
  `-3${day}`,
]);

const anchors = fc
  .integer({ min: Date.UTC(1999, 0), max: Date.UTC(2030, 0) })
  .map((time) => new Date(time).toISOString().slice(0, 10));

/** Rules of days that RFC 5545 allows. */
const dayRules: fc.Arbitrary<NaiveRule> = fc
  .record({
    FREQ: fc.constantFrom<NaiveRule['FREQ']>('YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY'),
    INTERVAL: fc.integer({ min: 1, max: 4 }),
    BYMONTH: list(range(1, 12), 6),
    BYYEARDAY: list(range(-366, 366), 8),
    BYMONTHDAY: list(range(-31, 31), 8),
    BYDAY: list(numbered),
    BYSETPOS: list(range(-4, 4), 2),
    WKST: fc.constantFrom(...weekdays),
  })
  .map((rule) => {
    const isNumbered = rule.FREQ === 'MONTHLY' || rule.FREQ === 'YEARLY';
    return {
      ...rule,
      BYYEARDAY: rule.FREQ === 'YEARLY' ? rule.BYYEARDAY : [],
      BYMONTHDAY: rule.FREQ === 'WEEKLY' ? [] : rule.BYMONTHDAY,
      BYDAY: isNumbered ? rule.BYDAY : rule.BYDAY.map((code) => code.slice(-2)),
    };
  });

const limit = 40;
const years = 6;

test('the days of a rule are those that RFC 5545 says, day by day', () => {
  fc.assert(
    fc.property(dayRules, anchors, (rule, anchor) => {
      const expected = naiveDays(rule, anchor, years * 365);
      const last = `${Number(anchor.slice(0, 4)) + years - 2}-12-31`;
      const found = occurrences(textOf(rule), anchor, { limit }).filter((day) => day <= last);
      expect(found).toEqual(expected.filter((day) => day <= last).slice(0, limit));
    }),
    { numRuns: shortOrLong(15, 3_000) },
  );
});

const times = fc.record({
  FREQ: fc.constantFrom('WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY'),
  INTERVAL: fc.integer({ min: 1, max: 200 }),
  BYMONTH: list(range(1, 12), 6),
  BYDAY: list(weekdays),
  BYHOUR: list([0, ...range(1, 23)], 8),
  BYMINUTE: list([0, ...range(1, 59)], 3),
});
const extras = fc.constantFrom(
  '',
  ';COUNT=7',
  ';COUNT=30',
  ';UNTIL=20310101T000000Z',
  '\nEXDATE:20280301\nRDATE:20290303T101500',
);
const forms = fc.constantFrom('', '[Europe/Berlin]', '[UTC]');
const timeRules = fc.tuple(times, extras, anchors, forms).map(([parts, extra, day, zone]) => ({
  rule: `${Object.entries(parts)
    .filter(([, value]) => !Array.isArray(value) || value.length > 0)
    .map((part) => part.join('='))
    .join(';')}${extra}`,
  anchor: `${day}T09:30${zone}`,
}));
const allRules = fc.oneof(
  timeRules,
  fc.tuple(dayRules, anchors).map(([rule, anchor]) => ({ rule: textOf(rule), anchor })),
);

test('occurrences grow strictly, none is before the anchor, and `after` gives the tail of the whole', () => {
  fc.assert(
    fc.property(allRules, fc.nat(19), ({ rule, anchor }, place) => {
      const all = occurrences(rule, anchor, { limit: 20 });
      expect(all.every((date, index) => date > (all[index - 1] ?? '') && date >= anchor)).toBe(
        true,
      );
      const after = all[place];
      if (after === undefined) return;
      const tail = occurrences(rule, anchor, { after, limit: 19 - place });
      expect(tail).toEqual(all.slice(place + 1));
    }),
    { numRuns: shortOrLong(30, 6_000) },
  );
});

test('a rule that is not refused has a round to begin with, and each round is followed by a later one', () => {
  const options = { now: '2028-05-05T05:05:05.555Z', zone: 'Asia/Tokyo' };
  const ruleFrom = fc.constantFrom('due' as const, 'completion' as const);
  fc.assert(
    fc.property(allRules, ruleFrom, fc.boolean(), ({ rule, anchor }, from, skip) => {
      fc.pre(ruleProblem(rule, anchor) === null);
      const [due = ''] = occurrences(rule, anchor);
      expect(isDate(due)).toBe(true);
      const round = { due, occurrence: due, anchor, rule, ruleFrom: from };
      const next = nextRound(round, { ...options, skip });
      if (next === null) return;
      expect(isDate(next.due)).toBe(true);
      expect(from === 'completion' || next.due > due).toBe(true);
    }),
    { numRuns: shortOrLong(15, 3_000) },
  );
});

/** About 30 ms on a quiet machine, where the dearest hostile rule takes 60, and 89 at most on any seen. */
const control = cpuTime(() =>
  Array.from({ length: 10 }, () =>
    occurrences('FREQ=WEEKLY;BYDAY=MO,WE,FR', '2026-11-30T09:00', { limit: 1_000 }),
  ),
);

function isCheap(work: () => unknown): boolean {
  return takesLessThan(10 * control, () => {
    try {
      work();
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
    }
  });
}

const numbers = (from: number, to: number, step = 1) =>
  Array.from(
    { length: Math.floor((to - from) / step) + 1 },
    (_, index) => from + index * step,
  ).join();
const allTimes = `BYHOUR=${numbers(0, 23)};BYMINUTE=${numbers(0, 59)};BYSECOND=${numbers(0, 59)}`;
const hostile = [
  'FREQ=DAILY;BYMONTHDAY=31;BYMONTH=2',
  'FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=2,4,6',
  'FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1',
  'FREQ=YEARLY;BYWEEKNO=53;BYYEARDAY=100',
  'FREQ=MONTHLY;BYDAY=53MO',
  `FREQ=DAILY;BYSETPOS=${numbers(2, 250)}`,
  `FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=${numbers(2, 240)}`,
  'FREQ=HOURLY;BYMONTHDAY=31;BYMONTH=2',
  'FREQ=HOURLY;INTERVAL=720;BYHOUR=7',
  'FREQ=MINUTELY;BYMONTHDAY=31;BYMONTH=2',
  `FREQ=MINUTELY;INTERVAL=2;BYMINUTE=${numbers(1, 59, 2)}`,
  `FREQ=SECONDLY;INTERVAL=2;BYSECOND=${numbers(1, 59, 2)}`,
  'FREQ=SECONDLY;BYMONTHDAY=31;BYMONTH=2',
  `FREQ=MONTHLY;BYMONTHDAY=${numbers(1, 31)};${allTimes};BYSETPOS=-1`,
  `FREQ=MONTHLY;BYMONTHDAY=${numbers(1, 11)};${allTimes};BYSETPOS=-1`,
  `FREQ=MONTHLY;BYMONTHDAY=${numbers(1, 11)};${allTimes};COUNT=999999999`,
  'FREQ=SECONDLY;COUNT=999999999',
  'FREQ=DAILY;COUNT=999999999',
  'FREQ=YEARLY;COUNT=999999999',
  'FREQ=MINUTELY;INTERVAL=7;BYHOUR=3;BYMINUTE=1;COUNT=10000',
  `FREQ=MINUTELY;INTERVAL=61;BYHOUR=${numbers(0, 4)};BYMINUTE=21;COUNT=10000`,
  `FREQ=YEARLY;BYWEEKNO=${numbers(1, 53)};BYMONTHDAY=${numbers(1, 31)};BYSETPOS=-1;COUNT=10000`,
  `FREQ=DAILY\nEXDATE:${Array.from({ length: 100 }, (_, index) => 20_270_101 + (index % 28)).join()}`,
  'FREQ=DAILY;'.repeat(90),
  `FREQ=DAILY;BYDAY=${'MO,'.repeat(300)}MO`,
  'A'.repeat(1_000_000),
];

test.each(hostile.map((rule) => [rule.slice(0, 60), rule]))(
  '%s … is answered or refused in a bounded time',
  (_, rule) => {
    const anchor = '1900-01-31T09:00';
    expect(isCheap(() => ruleProblem(rule, anchor))).toBe(true);
    expect(isCheap(() => occurrences(rule, anchor, { after: '2199-12-30T00:00' }))).toBe(true);
  },
);

test('any text is answered or refused in a bounded time', () => {
  const part = fc.oneof(
    fc.constantFrom(
      'FREQ',
      'INTERVAL',
      'BYDAY',
      'BYHOUR',
      'BYSETPOS',
      'EXDATE',
      'DAILY',
      'MO',
      '=',
      ';',
      ',',
      ':',
      '\n',
      '-1',
    ),
    fc.nat(400).map(String),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );
  const text = fc.array(part, { maxLength: 60 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.constantFrom('', 'FREQ=DAILY;', 'FREQ=MONTHLY;BY'), (tail, head) => {
      const rule = head + tail;
      const problem = ruleProblem(rule, '2026-11-30T09:00');
      expect(problem === null || problem.length < 200).toBe(true);
      expect(isCheap(() => occurrences(rule, '2026-11-30T09:00'))).toBe(true);
      if (problem === null) expect(ruleText(rule, 'due')).not.toBe('');
    }),
    { numRuns: shortOrLong(30, 10_000) },
  );
});
