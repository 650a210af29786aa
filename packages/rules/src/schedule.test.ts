import { expect, test } from 'vitest';
import { ruleProblem } from './recurrence.ts';
import { withoutUndefined } from './row.ts';
import {
  changeSchedule,
  isWholeSchedule,
  noSchedule,
  type Schedule,
  type ScheduleChanges,
} from './schedule.ts';
import { RuleViolation } from './violation.ts';

const daily: Schedule = {
  ...noSchedule,
  due: '2026-11-30',
  rule: 'FREQ=DAILY',
  anchor: '2026-11-28',
  occurrence: '2026-11-30',
};
const after = (changes: ScheduleChanges, schedule = daily) => ({
  ...schedule,
  ...withoutUndefined({ ...changes, ...changeSchedule(schedule, changes, ruleProblem) }),
});

test('dates are stored as they are sent, without seconds that are zero', () => {
  expect(
    after({ due: '2026-03-29T09:00:00[Europe/Berlin]', start: '2026-03-01' }, noSchedule),
  ).toEqual({
    ...noSchedule,
    due: '2026-03-29T09:00[Europe/Berlin]',
    start: '2026-03-01',
  });
});

test('another due alone postpones the round and keeps the rhythm', () => {
  expect(after({ due: '2026-12-02T15:00' })).toEqual({ ...daily, due: '2026-12-02T15:00' });
});

test('another rule begins a series at the due', () => {
  expect(after({ rule: 'FREQ=WEEKLY' })).toEqual({
    ...daily,
    rule: 'FREQ=WEEKLY',
    anchor: '2026-11-30',
  });
  expect(after({ rule: 'FREQ=DAILY', due: '2026-12-01' }, noSchedule)).toEqual({
    ...daily,
    due: '2026-12-01',
    anchor: '2026-12-01',
    occurrence: '2026-12-01',
  });
});

test('a due and an anchor change this round and all later ones', () => {
  expect(after({ due: '2026-12-02', anchor: '2026-12-02' })).toEqual({
    ...daily,
    due: '2026-12-02',
    anchor: '2026-12-02',
    occurrence: '2026-12-02',
  });
});

test('the same rule and anchor change nothing', () => {
  expect(after({ rule: 'FREQ=DAILY', anchor: '2026-11-28' })).toEqual(daily);
  expect(after({ ruleFrom: 'completion' })).toEqual({ ...daily, ruleFrom: 'completion' });
});

test('an equal anchor changes nothing in whatever way it is written', () => {
  const timed = { ...daily, due: '2026-11-30T09:00', anchor: '2026-11-30T09:00' };
  expect(after({ anchor: '2026-11-30T09:00:00' }, timed)).toEqual(timed);
  // None is the due.
  expect(after({ anchor: null }, timed)).toEqual(timed);
  expect(after({ anchor: null }, { ...timed, due: '2026-12-01' })).toEqual({
    ...timed,
    due: '2026-12-01',
    anchor: '2026-12-01',
    occurrence: '2026-12-01',
  });
});

test('without a due there is no rule, and without a rule nothing of it', () => {
  expect(after({ due: null })).toEqual(noSchedule);
  expect(after({ rule: null })).toEqual({ ...noSchedule, due: '2026-11-30' });
});

test('a completed round keeps its occurrence when its dates change, and loses it with its due', () => {
  const done = { ...noSchedule, due: '2026-11-30', occurrence: '2026-11-30' };
  for (const changes of [{ due: '2026-12-01', start: '2026-11-01' }, { rule: null }])
    expect(after(changes, done).occurrence).toBe('2026-11-30');
  expect(after({ due: null }, done)).toEqual(noSchedule);
});

test.each<[string, ScheduleChanges]>([
  ['due', { due: '2026-02-30' }],
  ['due', { due: '2026-03-29T09:00Z' }],
  ['start', { start: '1899-12-31' }],
  ['deadline', { deadline: '2026-03-29T09:00' }],
  ['rule', { rule: 'FREQ=DAILY' }],
  ['rule', { due: null, rule: 'FREQ=DAILY' }],
  ['rule', { due: '2026-11-30', rule: 'FREQ=SECONDLY' }],
  ['anchor', { due: '2026-11-30', anchor: '2026-11-30' }],
  ['ruleFrom', { ruleFrom: 'completion' }],
])('a bad %s is refused: %o', (field, changes) => {
  expect(() => changeSchedule(noSchedule, changes, ruleProblem)).toThrow(RuleViolation);
  expect(() => changeSchedule(noSchedule, changes, ruleProblem)).toThrow(
    expect.objectContaining({ field }),
  );
});

test.each<[boolean, Partial<Schedule>]>([
  [true, {}],
  [true, { rule: null, anchor: null, occurrence: null }],
  // Of a done round.
  [true, { rule: null, anchor: null }],
  [false, { due: null }],
  [false, { occurrence: null }],
  [false, { rule: null, occurrence: null }],
  [false, { rule: null, anchor: null, ruleFrom: 'completion' }],
])('a schedule is whole (%s) with %o', (isWhole, part) => {
  expect(isWholeSchedule({ ...daily, ...part })).toBe(isWhole);
});
