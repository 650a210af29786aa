import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOverdue, shiftDays, today } from './date.ts';
import { dayClock, nextDateChange } from './date-changes.ts';
import { isDeferred, isInDays } from './day-views.ts';

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Pacific/Apia'];
const iso = (ms: number) => new Date(ms).toISOString();

test('a day ends where the clock of the zone says, also where its night has another length', () => {
  const midnight = (now: string, zone: string) => iso(dayClock(now, zone).midnight);
  expect(midnight('2026-11-30T22:59:59.999Z', 'Europe/Berlin')).toBe('2026-11-30T23:00:00.000Z');
  expect(midnight('2026-03-28T23:30:00.000Z', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z');
  // The day begins at 01:00: there is no midnight.
  expect(midnight('2026-04-24T12:00:00.000Z', 'Africa/Cairo')).toBe('2026-04-24T21:00:00.000Z');
  expect(midnight('2026-04-23T12:00:00.000Z', 'Africa/Cairo')).toBe('2026-04-23T22:00:00.000Z');
  expect(dayClock('2199-12-31T12:00:00.000Z', 'UTC').midnight).toBe(Infinity);
});

test('the end of a day is later, and begins the next day, in every zone', () => {
  const all = Intl.supportedValuesOf('timeZone').filter((_, index) => index % 7 === 0);
  const ofYear = { min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) };
  const moments = fc.integer(ofYear).map(iso);
  const isNextDay = (zone: string, now: string) => {
    const { midnight, today: day } = dayClock(now, zone);
    const tomorrow = shiftDays(day, 1);
    expect(midnight).toBeGreaterThan(Date.parse(now));
    expect(today(iso(midnight), zone)).toBe(tomorrow);
    expect(today(iso(midnight - 1), zone)).not.toBe(tomorrow);
  };
  fc.assert(fc.property(fc.constantFrom(...all), moments, isNextDay), { numRuns: 100 });
});

const day = fc.integer({ min: -3, max: 3 }).map((days) => {
  return iso(Date.UTC(2026, 2, 29) + days * 86_400_000).slice(0, 10);
});
const time = fc.constantFrom('', 'T00:00', 'T02:30', 'T09:00', 'T23:59');
const inZone = fc.constantFrom('', ...zones.map((zone) => `[${zone}]`));
const date = fc.tuple(day, time, inZone).map(([on, at, zone]) => on + at + (at === '' ? '' : zone));
const dates = fc.record({
  due: fc.option(date),
  start: fc.option(date),
  deadline: fc.option(day),
});

test('between now and the next change nothing is said otherwise of a task, whatever its dates', () => {
  const from = Date.UTC(2026, 2, 28);
  const moment = fc.integer({ min: 0, max: 3 * 24 * 60 }).map((minutes) => from + minutes * 60_000);
  const isSame = (task: Parameters<typeof nextDateChange>[0], ms: number, zone: string) => {
    const said = (at: number) => {
      const clock = dayClock(iso(at), zone);
      const span = { end: shiftDays(clock.today, 1) };
      return [
        isInDays(task, span, zone),
        isInDays(task, { ...span, from: clock.today }, zone),
        isDeferred(task, clock),
        [task.due, task.deadline].map((one) => one !== null && isOverdue(one, clock)),
      ];
    };
    const next = nextDateChange(task, dayClock(iso(ms), zone));
    expect(next).toBeGreaterThan(ms);
    const last = Math.min(next - 1, ms + 4 * 86_400_000);
    for (const part of [0.1, 0.5, 1]) {
      expect(said(Math.floor(ms + (last - ms) * part))).toEqual(said(ms));
    }
  };
  fc.assert(fc.property(dates, moment, fc.constantFrom(...zones), isSame), { numRuns: 200 });
});

test('a time changes when it is reached, and when it is past; a task without dates never', () => {
  const clock = dayClock('2026-11-30T09:00:00.000Z', 'UTC');
  const none = { due: null, start: null, deadline: null };
  const next = (part: object) => iso(nextDateChange({ ...none, ...part }, clock));
  expect(next({ due: '2026-11-30T09:30' })).toBe('2026-11-30T09:30:00.000Z');
  expect(next({ due: '2026-11-30T09:00' })).toBe('2026-11-30T09:00:00.001Z');
  expect(next({ start: '2026-11-30T09:30' })).toBe('2026-11-30T09:30:00.000Z');
  expect(next({ due: '2026-11-30T08:00' })).toBe('2026-12-01T00:00:00.000Z');
  expect(next({ deadline: '2026-12-24' })).toBe('2026-12-01T00:00:00.000Z');
  expect(nextDateChange(none, clock)).toBe(Infinity);
});
