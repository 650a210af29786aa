import { expect, test } from 'vitest';
import { laterRounds } from './later-rounds.ts';

const now = '2026-11-30T09:00:00.000Z';
const series = {
  due: '2026-11-30',
  occurrence: '2026-11-30',
  anchor: '2026-11-30',
  ruleFrom: 'due' as const,
};
const window = { now, zone: 'UTC', end: '2026-12-14', limit: 500 };

test.each<[string, string[]]>([
  ['FREQ=DAILY;INTERVAL=4', ['2026-12-04', '2026-12-08', '2026-12-12']],
  ['FREQ=DAILY;COUNT=3', ['2026-12-01', '2026-12-02']],
  ['FREQ=YEARLY', []],
  ['FREQ=WEEKLY;UNTIL=20261130', []],
])('the rounds ahead of %s are its next ones in the window', (rule, dates) => {
  expect(laterRounds({ ...series, rule }, window)).toEqual(dates);
});

test('a round that is late is passed over, and one that is done early does not come again', () => {
  const weekly = { ...series, rule: 'FREQ=DAILY;INTERVAL=6', anchor: '2026-11-06' };
  const late = { ...weekly, due: '2026-11-18', occurrence: '2026-11-18' };
  expect(laterRounds(late, window)).toEqual(['2026-12-06', '2026-12-12']);
  const early = { ...weekly, due: '2026-11-30', occurrence: '2026-12-06' };
  expect(laterRounds(early, window)).toEqual(['2026-12-12']);
});

test('nothing is known ahead of a rule from completion, and of a task without a rule', () => {
  const rule = 'FREQ=DAILY';
  expect(laterRounds({ ...series, rule, ruleFrom: 'completion' }, window)).toEqual([]);
  expect(laterRounds({ ...series, rule: null, anchor: null }, window)).toEqual([]);
});

test('there are at most `limit` of them', () => {
  const timed = '2026-11-30T09:00';
  const hourly = { ...series, due: timed, occurrence: timed, anchor: timed };
  const rounds = laterRounds({ ...hourly, rule: 'FREQ=MINUTELY' }, window);
  expect(rounds).toHaveLength(500);
  expect(rounds.at(-1)).toBe('2026-11-30T17:20');
});
