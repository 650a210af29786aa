import { describe, expect, test } from 'vitest';
import cases from '../cases/recurrence.json' with { type: 'json' };
import { nextRound, ruleProblem } from '../recurrence.ts';
import type { Round, RuleFrom } from './next-round.ts';

const ruleFromOf = (text: string): RuleFrom => (text === 'due' ? 'due' : 'completion');

describe('the cases', () => {
  test.each(cases)('$name', ({ before, now, zone, after }) => {
    expect(ruleProblem(before.rule, before.anchor)).toBeNull();
    const next = nextRound({ ...before, ruleFrom: ruleFromOf(before.ruleFrom) }, { now, zone });
    if ('completed' in after) expect(next).toBeNull();
    else expect(next).toEqual({ anchor: before.anchor, rule: before.rule, ...after });
  });
});

type Situation = Partial<Round> & { due: string; rule: string; now: string; zone?: string };

/** The next round of a series that begins with its due; `now` is UTC, to minutes. */
function roundAfter(ruleFrom: RuleFrom, situation: Situation, skip = false): Round | null {
  const { due, rule, occurrence = due, anchor = due, now, zone = 'UTC' } = situation;
  const options = { now: `${now}:00.000Z`, zone, skip };
  return nextRound({ due, rule, occurrence, anchor, ruleFrom }, options);
}

describe('from due', () => {
  test('late rounds are passed over: one tick, not four', () => {
    const done = roundAfter('due', {
      due: '2026-11-26',
      rule: 'FREQ=DAILY',
      now: '2026-11-30T09:00',
    });
    expect(done?.due).toBe('2026-12-01');
  });

  test('a timed round that is still to come today is next', () => {
    const situation = { due: '2026-11-28T18:00', rule: 'FREQ=DAILY', now: '2026-11-30T09:00' };
    expect(roundAfter('due', situation)?.due).toBe('2026-11-30T18:00');
  });

  test('a round at this minute is passed by completing, and next after skipping', () => {
    const situation = { due: '2026-11-29T09:00', rule: 'FREQ=DAILY', now: '2026-11-30T09:00' };
    expect(roundAfter('due', situation)?.due).toBe('2026-12-01T09:00');
    expect(roundAfter('due', situation, true)?.due).toBe('2026-11-30T09:00');
  });

  test('skipping a late day leads to today, skipping today or a later day leads to the next one', () => {
    const now = '2026-11-30T09:00';
    const skipped = (due: string) => roundAfter('due', { due, rule: 'FREQ=DAILY', now }, true)?.due;
    expect(skipped('2026-11-20')).toBe('2026-11-30');
    expect(skipped('2026-11-30')).toBe('2026-12-01');
    expect(skipped('2026-12-05')).toBe('2026-12-06');
  });

  test('a round done early never comes again', () => {
    const situation = {
      due: '2026-11-27',
      occurrence: '2026-11-30',
      anchor: '2026-11-02',
      rule: 'FREQ=WEEKLY;BYDAY=MO',
      now: '2026-11-27T09:00',
    };
    expect(roundAfter('due', situation)?.due).toBe('2026-12-07');
  });

  test('after a change of form the next round has the form of the anchor', () => {
    const situation = { due: '2026-11-30T15:00', rule: 'FREQ=DAILY', now: '2026-11-30T16:00' };
    const ofDay = roundAfter('due', {
      ...situation,
      occurrence: '2026-11-30',
      anchor: '2026-11-30',
    });
    expect(ofDay).toEqual({
      due: '2026-12-01',
      occurrence: '2026-12-01',
      anchor: '2026-11-30',
      rule: 'FREQ=DAILY',
    });
    const ofTime = { ...situation, occurrence: '2026-11-30', anchor: '2026-11-29T18:00' };
    expect(roundAfter('due', ofTime)?.due).toBe('2026-12-01T18:00');
  });

  test('a round in another zone than its anchor counts by its instant', () => {
    const situation = {
      due: '2026-11-30T23:00[America/New_York]',
      anchor: '2026-11-30T09:00[Europe/Berlin]',
      rule: 'FREQ=DAILY',
      now: '2026-11-01T09:00',
    };
    expect(roundAfter('due', situation)?.due).toBe('2026-12-01T09:00[Europe/Berlin]');
    const floating = { ...situation, anchor: '2026-11-30T09:00', zone: 'Asia/Tokyo' };
    expect(roundAfter('due', floating)?.due).toBe('2026-12-02T09:00');
  });

  test('a time in a gap keeps its text, and the days after it are as before', () => {
    const anchor = '2027-03-27T02:30[Europe/Berlin]';
    const situation = { anchor, rule: 'FREQ=DAILY', now: '2027-03-01T09:00' };
    const ofGap = roundAfter('due', { ...situation, due: anchor });
    expect(ofGap?.due).toBe('2027-03-28T02:30[Europe/Berlin]');
    const after = roundAfter('due', { ...situation, due: '2027-03-28T02:30[Europe/Berlin]' });
    expect(after?.due).toBe('2027-03-29T02:30[Europe/Berlin]');
  });

  test('a clamped month comes back to its day', () => {
    const rule = 'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1';
    const days = [];
    for (let due = '2027-01-30'; days.length < 4; ) {
      const round = roundAfter('due', { due, anchor: '2027-01-30', rule, now: '2027-01-01T09:00' });
      due = round?.due ?? '';
      days.push(due);
    }
    expect(days).toEqual(['2027-02-28', '2027-03-30', '2027-04-30', '2027-05-30']);
  });

  test('there is none after COUNT, after UNTIL, and after 2199', () => {
    const now = '2026-11-30T09:00';
    const rule = 'FREQ=DAILY;COUNT=2';
    const last = { due: '2026-12-01', anchor: '2026-11-30', rule, now };
    expect(roundAfter('due', last)).toBeNull();
    expect(roundAfter('due', { ...last, rule: 'FREQ=DAILY;UNTIL=20261201' })).toBeNull();
    expect(roundAfter('due', { ...last, due: '2199-12-01', rule: 'FREQ=YEARLY' })).toBeNull();
  });
});

describe('from completion', () => {
  test('the rule begins again on the day of the completion, at the time of the due', () => {
    const situation = {
      due: '2026-11-20T18:00',
      anchor: '2026-11-20T09:00',
      rule: 'FREQ=DAILY;INTERVAL=3',
      now: '2026-11-30T09:00',
    };
    const date = '2026-12-03T18:00';
    const round = { due: date, occurrence: date, anchor: date, rule: situation.rule };
    expect(roundAfter('completion', situation)).toEqual(round);
  });

  test('after a change of form it has the form and the time of the anchor', () => {
    const situation = {
      due: '2026-11-30T15:00',
      anchor: '2026-11-30',
      rule: 'FREQ=DAILY',
      now: '2026-11-30T16:00',
    };
    expect(roundAfter('completion', situation)?.due).toBe('2026-12-01');
    const zoned = { ...situation, due: '2026-11-30', anchor: '2026-11-28T09:00[Asia/Tokyo]' };
    expect(roundAfter('completion', zoned)?.due).toBe('2026-12-02T09:00[Asia/Tokyo]');
  });

  test.each([
    ['FREQ=MONTHLY', '2027-01-31', '2027-02-28'],
    ['FREQ=MONTHLY;INTERVAL=13', '2027-01-31', '2028-02-29'],
    ['FREQ=YEARLY', '2028-02-29', '2029-02-28'],
    ['FREQ=YEARLY;INTERVAL=4', '2028-02-29', '2032-02-29'],
    ['FREQ=WEEKLY;INTERVAL=6', '2027-01-31', '2027-03-14'],
    ['FREQ=DAILY;INTERVAL=10', '2027-12-31', '2028-01-10'],
    ['FREQ=MONTHLY\nEXDATE:20270228', '2027-01-31', '2027-03-31'],
    ['FREQ=MONTHLY\nRDATE:20270210', '2027-01-31', '2027-02-10'],
    ['FREQ=MONTHLY;BYMONTHDAY=31', '2027-01-31', '2027-03-31'],
  ])('%j, done on %s, is next on %s', (rule, day, expected) => {
    const situation = { due: '2026-11-30', rule, now: `${day}T09:00` };
    expect(roundAfter('completion', situation)?.due).toBe(expected);
  });

  test('hours and minutes count from the minute of the completion', () => {
    const situation = {
      due: '2026-11-30T08:00',
      rule: 'FREQ=HOURLY;INTERVAL=12',
      now: '2026-11-30T10:37',
    };
    expect(roundAfter('completion', situation)?.due).toBe('2026-11-30T22:37');
    const minutes = { ...situation, rule: 'FREQ=MINUTELY;INTERVAL=45', zone: 'Asia/Tokyo' };
    expect(roundAfter('completion', minutes)?.due).toBe('2026-11-30T20:22');
  });

  test('skipping counts from the due or from today, whichever is later', () => {
    const situation = { rule: 'FREQ=DAILY;INTERVAL=3', now: '2026-11-30T09:00' };
    const skipped = (due: string) => roundAfter('completion', { ...situation, due }, true)?.due;
    expect(skipped('2026-12-10')).toBe('2026-12-13');
    expect(skipped('2026-11-10')).toBe('2026-12-03');
    const hours = {
      due: '2026-11-30T20:00',
      rule: 'FREQ=HOURLY;INTERVAL=12',
      now: '2026-11-30T10:37',
    };
    expect(roundAfter('completion', hours, true)?.due).toBe('2026-12-01T08:00');
  });

  test('COUNT goes down by one, and the last one is the end', () => {
    const situation = { due: '2026-11-30', now: '2026-11-30T09:00' };
    const rule = 'FREQ=DAILY;COUNT=2;INTERVAL=2';
    expect(roundAfter('completion', { ...situation, rule })?.rule).toBe(
      'FREQ=DAILY;COUNT=1;INTERVAL=2',
    );
    expect(roundAfter('completion', { ...situation, rule: 'FREQ=DAILY;COUNT=1' })).toBeNull();
    expect(
      roundAfter('completion', { ...situation, rule: 'FREQ=DAILY;UNTIL=20261130' }),
    ).toBeNull();
  });
});
