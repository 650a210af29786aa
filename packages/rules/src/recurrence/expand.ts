// The wall times that a rule makes (RFC 5545, section 3.3.10), bounded (DOMAIN §5).
import { calendarDayOf, dayNumber } from '../date/calendar.ts';
import { type ParsedDate, secondsPerDay } from '../date/parse-date.ts';
import { dayFinder, withDaysOfAnchor } from './days.ts';
import type { Rule } from './parse-rule.ts';
import { periodsOf } from './periods.ts';
import { positionFinder, timesOf, unitOf } from './times.ts';

/**
 * What is looked at for one occurrence before giving up: 100,000 steps of hours, minutes or seconds, or
 * 20,000 days, each of which costs as much as five steps.
 */
const maxCost = 100_000;
const dayCost = 5;
/** The days of one period times the times of a day. */
const maxPeriodSize = 1_000_000;
const lastDay = dayNumber(9999, 12, 31);

/** What was looked at since the caller last set it to 0. */
export type Search = { cost: number };

/**
 * What the rule makes without COUNT, UNTIL, EXDATE and RDATE, in ascending order. The first ones may be
 * before the anchor, in its period.
 *
 * @param from what is before this wall time may be left out.
 * @param search set to 0 by the caller at each occurrence.
 * @throws RangeError where a period has more than 1,000,000 occurrences.
 */
export const expand = (
  rule: Rule,
  anchor: ParsedDate,
  from: number,
  search: Search,
): Iterable<number> =>
  unitOf(rule.FREQ) === secondsPerDay
    ? expandPeriods(withDaysOfAnchor(rule, dayOf(anchor.wall)), anchor, from, search)
    : expandSteps(rule, anchor, from, search);

const dayOf = (wall: number) => Math.floor(wall / secondsPerDay);

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
  const anchorDay = dayOf(anchor.wall);
  // A week may lie in two years. Only an anchor that is an occurrence counts with its week's year.
  const isYear = rule.FREQ === 'YEARLY' && find(anchorDay) !== anchorDay;
  const start = isYear ? calendarDayOf(anchorDay).year : numberOf(anchorDay);
  const skipped = Math.floor((numberOf(dayOf(from)) - start) / rule.INTERVAL);
  const positionsOf = positionFinder(rule);
  for (let period = start + skipped * rule.INTERVAL; ; period += rule.INTERVAL) {
    const [first, end] = [firstDayOf(period), firstDayOf(period + 1)];
    if (first > lastDay || search.cost >= maxCost) return;
    const days = [];
    for (let day = first; day < end; search.cost += dayCost) {
      const found = find(day);
      if (found === day) days.push(day);
      day = Math.max(found, day + 1);
    }
    const size = days.length * times.length;
    if (size > maxPeriodSize) throw new RangeError('This rule makes too many occurrences at once.');
    const positions = positionsOf(size);
    for (let place = 0; place < (positions?.length ?? size); place += 1) {
      const index = positions?.[place] ?? place;
      const day = days[Math.floor(index / times.length)] ?? 0;
      yield day * secondsPerDay + (times[index % times.length] ?? 0);
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
  const unit = unitOf(rule.FREQ);
  const step = unit * rule.INTERVAL;
  const start = Math.floor(anchor.wall / unit) * unit;
  const find = stepFinder(rule);
  const all = timesOf(rule, anchor);
  const times = positionFinder(rule)(all.length)?.map((index) => all[index] ?? 0) ?? all;
  let at = start + Math.floor((from - start) / step) * step;
  let day = Number.NaN;
  while (times.length > 0 && dayOf(at) <= lastDay && search.cost < maxCost) {
    const found = find(at);
    search.cost += dayOf(at) === day ? 1 : dayCost;
    day = dayOf(at);
    if (found === at) for (const time of times) yield at + time;
    at = start + Math.ceil((Math.max(found, at + 1) - start) / step) * step;
  }
}

/** As `dayFinder`, for the beginnings of hours, minutes or seconds. */
function stepFinder(rule: Rule): (wall: number) => number {
  const unit = unitOf(rule.FREQ);
  const findDay = dayFinder(rule);
  const limits = [
    { numbers: rule.BYHOUR, span: 3600, size: 24 },
    { numbers: rule.BYMINUTE, span: 60, size: 60 },
    { numbers: rule.BYSECOND, span: 1, size: 60 },
  ].filter(({ numbers, span }) => numbers.length > 0 && span >= unit);
  let day = Number.NaN;
  let found = Number.NaN;
  return (wall) => {
    if (dayOf(wall) !== day) {
      day = dayOf(wall);
      found = findDay(day);
    }
    if (found !== day) return found * secondsPerDay;
    for (const { numbers, span, size } of limits) {
      const index = Math.floor(wall / span);
      const number = ((index % size) + size) % size;
      const next = numbers.find((candidate) => candidate >= number) ?? (numbers[0] ?? 0) + size;
      if (next !== number) return (index + next - number) * span;
    }
    return wall;
  };
}
