// The wall times that a rule makes (RFC 5545, section 3.3.10), bounded (DOMAIN §5).
import { calendarDayOf, dayNumber } from '../date/calendar.ts';
import { type ParsedDate, secondsPerDay } from '../date/parse-date.ts';
import { dayCondition, withDaysOfAnchor } from './days.ts';
import type { Rule } from './parse-rule.ts';
import { periodsOf } from './periods.ts';
import { positionsIn, timesOf, unitOf } from './times.ts';

/** How many days, or steps of hours and less, are looked at for one occurrence before giving up. */
const maxDays = 20_000;
const maxSteps = 100_000;
/** The days of one period times the times of a day. */
const maxPeriodSize = 1_000_000;
const lastDay = dayNumber(9999, 12, 31);

const dayOfWall = (wall: number) => Math.floor(wall / secondsPerDay);

/**
 * What the rule makes without COUNT, UNTIL, EXDATE and RDATE, in ascending order. The first ones may be
 * before the anchor, in its period.
 *
 * @param from what is before this wall time may be left out.
 * @throws RangeError where a period has more than 1,000,000 occurrences.
 */
export const expand = (rule: Rule, anchor: ParsedDate, from: number): Iterable<number> =>
  unitOf(rule.FREQ) === secondsPerDay
    ? expandPeriods(withDaysOfAnchor(rule, dayOfWall(anchor.wall)), anchor, from)
    : expandSteps(rule, anchor, from);

/** YEARLY to DAILY: the days of each period that meet the rule, each with the same times. */
function* expandPeriods(rule: Rule, anchor: ParsedDate, from: number): Generator<number> {
  const { numberOf, firstDayOf } = periodsOf(rule);
  const meetsRule = dayCondition(rule);
  const times = timesOf(rule, anchor);
  const anchorDay = dayOfWall(anchor.wall);
  // A week may lie in two years. Only an anchor that is an occurrence counts with its week's year.
  const isYear = rule.FREQ === 'YEARLY' && !meetsRule(anchorDay);
  const start = isYear ? calendarDayOf(anchorDay).year : numberOf(anchorDay);
  const skipped = Math.floor((numberOf(dayOfWall(from)) - start) / rule.INTERVAL);
  let looked = 0;
  for (let period = start + skipped * rule.INTERVAL; looked < maxDays; period += rule.INTERVAL) {
    const [first, end] = [firstDayOf(period), firstDayOf(period + 1)];
    if (first > lastDay) return;
    const days = [];
    for (let day = first; day < end; day += 1) if (meetsRule(day)) days.push(day);
    looked += end - first;
    const size = days.length * times.length;
    if (size > maxPeriodSize) throw new RangeError('This rule makes too many occurrences at once.');
    const positions = positionsIn(size, rule.BYSETPOS);
    for (let place = 0; place < (positions?.length ?? size); place += 1) {
      const index = positions?.[place] ?? place;
      looked = 0;
      const day = days[Math.floor(index / times.length)] ?? 0;
      yield day * secondsPerDay + (times[index % times.length] ?? 0);
    }
  }
}

/** HOURLY to SECONDLY: steps of the interval, each with the same times within it. */
function* expandSteps(rule: Rule, anchor: ParsedDate, from: number): Generator<number> {
  const unit = unitOf(rule.FREQ);
  const step = unit * rule.INTERVAL;
  const start = Math.floor(anchor.wall / unit) * unit;
  const unmetSpanAt = stepCondition(rule);
  const all = timesOf(rule, anchor);
  const times = positionsIn(all.length, rule.BYSETPOS)?.map((index) => all[index] ?? 0) ?? all;
  let at = start + Math.floor((from - start) / step) * step;
  for (let looked = 0; looked < maxSteps && dayOfWall(at) <= lastDay; looked += 1) {
    const span = unmetSpanAt(at);
    if (span === 0) {
      for (const time of times) {
        looked = 0;
        yield at + time;
      }
      at += step;
    } else {
      const next = (Math.floor(at / span) + 1) * span;
      at = start + Math.ceil((next - start) / step) * step;
    }
  }
}

/**
 * Where a step does not meet the rule: the length of the day, hour, minute or second in which no step
 * does; 0 where it does.
 */
function stepCondition(rule: Rule): (wall: number) => number {
  const unit = unitOf(rule.FREQ);
  const meetsDay = dayCondition(rule);
  const named = (numbers: readonly number[], span: number) =>
    numbers.length > 0 && unit <= span ? new Set(numbers) : undefined;
  const hours = named(rule.BYHOUR, 3600);
  const minutes = named(rule.BYMINUTE, 60);
  const seconds = named(rule.BYSECOND, 1);
  let last = { day: Number.NaN, meets: false };
  return (wall) => {
    const day = dayOfWall(wall);
    if (day !== last.day) last = { day, meets: meetsDay(day) };
    const time = wall - day * secondsPerDay;
    if (!last.meets) return secondsPerDay;
    if (hours && !hours.has(Math.floor(time / 3600))) return 3600;
    if (minutes && !minutes.has(Math.floor(time / 60) % 60)) return 60;
    return seconds && !seconds.has(time % 60) ? 1 : 0;
  };
}
