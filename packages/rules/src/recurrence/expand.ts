// The wall times that a rule makes (RFC 5545, section 3.3.10), bounded (DOMAIN §5).
import { calendarDayOf, dayNumber } from '../date/calendar.ts';
import { dayOfWall, type ParsedDate, secondsPerDay } from '../date/parse-date.ts';
import { dayFinder, withDaysOfAnchor } from './days.ts';
import type { Rule } from './parse-rule.ts';
import { periodsOf } from './periods.ts';
import { handsOf, positionsIn, timesOf, unitOf } from './times.ts';

/**
 * What is looked at for one occurrence before giving up: 100,000 steps of hours, minutes or seconds, or
 * 20,000 days, each of which costs as much as five steps.
 */
const maxCost = 100_000;
const dayCost = 5;
/** The days of one period times the times of a day. */
const maxPeriodSize = 1_000_000;
/** Rules are evaluated for the years 1–9999. */
export const endOfYears = dayNumber(10_000, 1, 1) * secondsPerDay;

/** What was looked at since the caller last set it to 0. */
export type Search = { cost: number };

/**
 * What the rule makes without COUNT, UNTIL, EXDATE and RDATE, in ascending order. The first ones may be
 * before the anchor, in its period.
 *
 * @param from what is before this wall time may be left out.
 * @param search set to 0 by the caller at each occurrence.
 * @throws RangeError for times without a time in the anchor, and where a period has more than 1,000,000
 * occurrences.
 */
export function expand(
  rule: Rule,
  anchor: ParsedDate,
  from: number,
  search: Search,
): Iterable<number> {
  if (unitOf(rule) === secondsPerDay) {
    return expandPeriods(withDaysOfAnchor(rule, dayOfWall(anchor.wall)), anchor, from, search);
  }
  if (!anchor.timed) throw new RangeError('A rule of times needs an anchor with a time.');
  return expandSteps(rule, anchor, from, search);
}

/** YEARLY to DAILY: the days of each period that meet the rule, each with the same times. */
function* expandPeriods(
  rule: Rule,
  anchor: ParsedDate,
  from: number,
  search: Search,
): Generator<number> {
  const { numberOf, firstDayOf } = periodsOf(rule);
  const find = dayFinder(rule);
  const times = timesOf(rule, anchor);
  const anchorDay = dayOfWall(anchor.wall);
  // A week may lie in two years. Only an anchor that is an occurrence counts with its week's year.
  const isYear = rule.FREQ === 'YEARLY' && find(anchorDay) !== anchorDay;
  const start = isYear ? calendarDayOf(anchorDay).year : numberOf(anchorDay);
  // Most periods have the same size, so its positions are kept.
  let positions = positionsIn(0, rule);
  let lastSize = 0;
  const skipped = Math.floor((numberOf(dayOfWall(from)) - start) / rule.INTERVAL);
  for (let period = start + skipped * rule.INTERVAL; ; period += rule.INTERVAL) {
    const [first, end] = [firstDayOf(period), firstDayOf(period + 1)];
    if (first * secondsPerDay >= endOfYears || search.cost >= maxCost) return;
    const days = [];
    for (let day = first; day < end; search.cost += dayCost) {
      const found = find(day);
      if (found === day) days.push(day);
      day = Math.max(found, day + 1);
    }
    const size = days.length * times.length;
    if (size > maxPeriodSize) throw new RangeError('This rule makes too many occurrences at once.');
    if (size !== lastSize) positions = positionsIn(size, rule);
    lastSize = size;
    if (positions) {
      for (const index of positions) {
        const day = days[Math.floor(index / times.length)] ?? 0;
        yield day * secondsPerDay + (times[index % times.length] ?? 0);
      }
    } else {
      for (const day of days) for (const time of times) yield day * secondsPerDay + time;
    }
  }
}

/** HOURLY to SECONDLY: steps of the interval that meet the rule, each with the same times within it. */
function* expandSteps(
  rule: Rule,
  anchor: ParsedDate,
  from: number,
  search: Search,
): Generator<number> {
  const unit = unitOf(rule);
  const step = unit * rule.INTERVAL;
  const start = Math.floor(anchor.wall / unit) * unit;
  const firstStepFrom = (wall: number) => start + Math.ceil((wall - start) / step) * step;
  const findDay = dayFinder(rule);
  const findTime = timeFinder(rule);
  const all = timesOf(rule, anchor);
  const times = positionsIn(all.length, rule)?.map((index) => all[index] ?? 0) ?? all;
  let at = start + Math.floor((from - start) / step) * step;
  let endOfDay = Number.NEGATIVE_INFINITY;
  while (times.length > 0 && at < endOfYears && search.cost < maxCost) {
    if (at >= endOfDay) {
      const day = dayOfWall(at);
      const found = findDay(day);
      search.cost += dayCost;
      if (found !== day) {
        at = firstStepFrom(found * secondsPerDay);
        continue;
      }
      endOfDay = (day + 1) * secondsPerDay;
    }
    const found = findTime(at);
    search.cost += 1;
    if (found === at) {
      for (const time of times) yield at + time;
      at += step;
    } else {
      at = firstStepFrom(found);
    }
  }
}

/**
 * As `dayFinder`, for BYHOUR, BYMINUTE and BYSECOND where they limit the steps: the step itself if it meets
 * them, else the next hour, minute or second that may.
 */
function timeFinder(rule: Rule): (wall: number) => number {
  const limits = handsOf(rule).filter(
    ({ numbers, length }) => numbers.length > 0 && length >= unitOf(rule),
  );
  return (wall) => {
    for (const { numbers, length, count } of limits) {
      const index = Math.floor(wall / length);
      const number = ((index % count) + count) % count;
      const next = numbers.find((candidate) => candidate >= number) ?? (numbers[0] ?? 0) + count;
      if (next !== number) return (index + next - number) * length;
    }
    return wall;
  };
}
