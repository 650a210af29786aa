// The times of a rule, in seconds from the beginning of its day, hour or minute.
import { type ParsedDate, secondsPerDay, startOfDay } from '../date/parse-date.ts';
import { ascending } from './ascending.ts';
import type { Frequency, Rule } from './parse-rule.ts';

const units: Partial<Record<Frequency, number>> = { HOURLY: 3600, MINUTELY: 60, SECONDLY: 1 };

/** What a rule's times lie in: an hour, a minute, a second; a day for FREQ=DAILY and longer. */
export const unitOf = ({ FREQ }: Rule): number => units[FREQ] ?? secondsPerDay;

/** The hands of the clock: what a rule says about each, its length, and how many there are. */
export const handsOf = ({ BYHOUR, BYMINUTE, BYSECOND }: Rule) => [
  { numbers: BYHOUR, length: 3600, count: 24 },
  { numbers: BYMINUTE, length: 60, count: 60 },
  // Without leap seconds, the second 60 is 59 (RFC 5545).
  { numbers: ascending(BYSECOND.map((second) => Math.min(second, 59))), length: 1, count: 60 },
];

/**
 * The times within one unit, in ascending order. What the rule does not name is the anchor's; a day has
 * the one time 0.
 */
export function timesOf(rule: Rule, { wall, timed }: ParsedDate): number[] {
  let times = [0];
  if (!timed) return times;
  for (const { numbers, length, count } of handsOf(rule)) {
    if (length >= unitOf(rule)) continue;
    const ofAnchor = Math.floor((wall - startOfDay(wall)) / length) % count;
    const named = numbers.length > 0 ? numbers : [ofAnchor];
    times = times.flatMap((time) => named.map((number) => time + number * length));
  }
  return times;
}

/** The indexes that BYSETPOS names in a set of `size`, in ascending order; undefined without BYSETPOS. */
export function positionsIn(size: number, { BYSETPOS }: Rule): number[] | undefined {
  if (BYSETPOS.length === 0) return undefined;
  const inside = BYSETPOS.filter((position) => Math.abs(position) <= size);
  return ascending(inside.map((position) => (position > 0 ? position - 1 : size + position)));
}
