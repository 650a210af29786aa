import { expect, test } from 'vitest';
import { isDeferred, isInDays, orderDay } from './day-views.ts';
import { laterRounds } from './later-rounds.ts';

test('a time in a zone is on the day of the person, also where their clocks are 25 hours apart', () => {
  const [samoa, kiribati] = ['Pacific/Pago_Pago', 'Pacific/Kiritimati'];
  const dueAt = (due: string) => ({ due, deadline: null });
  const second = { from: '2026-12-02', end: '2026-12-03' };
  expect(isInDays(dueAt(`2026-11-30T23:30[${samoa}]`), second, kiribati)).toBe(true);
  expect(isInDays(dueAt(`2026-12-02T00:30[${kiribati}]`), { end: '2026-12-01' }, samoa)).toBe(true);
  expect(isInDays(dueAt(`2026-12-02T01:30[${kiribati}]`), { end: '2026-12-01' }, samoa)).toBe(
    false,
  );
});

test('the earlier one of due and deadline decides where a task stands', () => {
  expect(orderDay({ due: '2026-12-02T09:00', deadline: '2026-12-01' })).toBe('2026-12-01');
  expect(orderDay({ due: '2026-12-02T09:00', deadline: null })).toBe('2026-12-02');
  const task = { due: '2027-01-01', deadline: '2026-12-01' };
  expect(isInDays(task, { end: '2026-12-02' }, 'UTC')).toBe(true);
});

test('what starts after now is deferred; of a day, after today', () => {
  const moment = { now: '2026-11-30T23:30:00.000Z', zone: 'Europe/Berlin' };
  const deferred = ['2026-12-01', '2026-12-02', '2026-12-01T00:30', '2026-12-01T00:31'].filter(
    (start) => isDeferred({ start }, moment),
  );
  expect(deferred).toEqual(['2026-12-02', '2026-12-01T00:31']);
  expect(isDeferred({ start: null }, moment)).toBe(false);
});

test('later rounds are those before an end, at most as many as are asked for', () => {
  const due = '2026-11-28';
  const series = { due, occurrence: due, anchor: due, rule: 'FREQ=DAILY;INTERVAL=2' };
  const moment = { now: '2026-11-30T09:00:00.000Z', zone: 'UTC', end: '2026-12-06', limit: 9 };
  // What is late is passed over: after 28 November comes 2 December.
  expect(laterRounds({ ...series, ruleFrom: 'due' }, moment)).toEqual(['2026-12-02', '2026-12-04']);
  expect(laterRounds({ ...series, ruleFrom: 'due' }, { ...moment, limit: 1 })).toHaveLength(1);
  expect(laterRounds({ ...series, ruleFrom: 'completion' }, moment)).toEqual([]);
  expect(laterRounds({ ...series, ruleFrom: 'due', rule: null }, moment)).toEqual([]);
});
