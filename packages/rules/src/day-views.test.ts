import { expect, test } from 'vitest';
import { isDeferred, isInDays, orderDay } from './day-views.ts';

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

test('a date in a zone is on the person’s day, and in order of its own', () => {
  const due = '2026-12-01T09:00[Pacific/Kiritimati]';
  const today = { from: '2026-11-30', end: '2026-12-01' };
  expect(isInDays({ due, deadline: null }, today, 'UTC')).toBe(true);
  expect(isInDays({ due: '2026-12-01', deadline: null }, today, 'UTC')).toBe(false);
  expect(isInDays({ due: null, deadline: '2026-11-29' }, { end: '2026-12-01' }, 'UTC')).toBe(true);
  expect(orderDay({ due, deadline: '2026-12-03' })).toBe('2026-12-01');
});
