// The times of a rule, in seconds from the beginning of its day, hour or minute.
import { type ParsedDate, secondsPerDay, startOfDay } from '../date/parse-date.ts';
import { ascending } from './ascending.ts';
import type { Frequency, Rule } from './parse-rule.ts';

const units: Partial<Record<Frequency, number>> = { HOURLY: 3600, MINUTELY: 60, SECONDLY: 1 };

/** What a rule's times lie in: an hour, a minute, a second; a day for FREQ=DAILY and longer. */
export const unitOf = ({ FREQ }: Rule): number => units[FREQ] ?? secondsPerDay;

/** The seconds of a rule. Without leap seconds, 60 is 59 (RFC 5545). */
export const secondsOf = ({ BYSECOND }: Rule): number[] =>
  ascending(BYSECOND.map((second) => Math.min(second, 59)));

/**
 * The times within one unit, in ascending order. What the rule does not name is the anchor's; a day has
 * the one time 0.
 */
export function timesOf(rule: Rule, { wall, timed }: ParsedDate): number[] {
  if (!timed) return [0];
  const time = wall - startOfDay(wall);
  const offsetsOf = (numbers: readonly number[], size: number, ofAnchor: number) => {
    if (size >= unitOf(rule)) return [0];
    return numbers.length > 0 ? numbers.map((number) => number * size) : [ofAnchor * size];
  };
  const hours = offsetsOf(rule.BYHOUR, 3600, Math.floor(time / 3600));
  const minutes = offsetsOf(rule.BYMINUTE, 60, Math.floor(time / 60) % 60);
  const seconds = offsetsOf(secondsOf(rule), 1, time % 60);
  return hours.flatMap((hour) =>
    minutes.flatMap((minute) => seconds.map((second) => hour + minute + second)),
  );
}

/** The indexes that BYSETPOS names in a set of `size`, in ascending order; undefined without BYSETPOS. */
export function positionsIn(size: number, { BYSETPOS }: Rule): number[] | undefined {
  if (BYSETPOS.length === 0) return undefined;
  const inside = BYSETPOS.filter((position) => Math.abs(position) <= size);
  return ascending(inside.map((position) => (position > 0 ? position - 1 : size + position)));
}
