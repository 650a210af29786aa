// The times of a rule, in seconds from the beginning of its day, hour or minute.
import { type ParsedDate, secondsPerDay } from '../date/parse-date.ts';
import type { Frequency, Rule } from './parse-rule.ts';

export const namesTimes = ({ BYHOUR, BYMINUTE, BYSECOND }: Rule): boolean =>
  BYHOUR.length + BYMINUTE.length + BYSECOND.length > 0;

/** What a rule's times lie in: an hour, a minute, a second; a day for FREQ=DAILY and longer. */
export function unitOf(frequency: Frequency): number {
  if (frequency === 'HOURLY') return 3600;
  if (frequency === 'MINUTELY') return 60;
  return frequency === 'SECONDLY' ? 1 : secondsPerDay;
}

/**
 * The times within one unit, in ascending order. What the rule does not name is the anchor's; a day has
 * the one time 0.
 */
export function timesOf(rule: Rule, { wall, timed }: ParsedDate): number[] {
  if (!timed) return [0];
  const unit = unitOf(rule.FREQ);
  const or = (numbers: readonly number[], ofAnchor: number) =>
    numbers.length > 0 ? numbers : [ofAnchor];
  const time = wall - Math.floor(wall / secondsPerDay) * secondsPerDay;
  const hours = unit > 3600 ? or(rule.BYHOUR, Math.floor(time / 3600)) : [0];
  const minutes = unit > 60 ? or(rule.BYMINUTE, Math.floor(time / 60) % 60) : [0];
  const seconds = unit > 1 ? or(rule.BYSECOND, time % 60) : [0];
  return hours.flatMap((hour) =>
    minutes.flatMap((minute) => seconds.map((second) => hour * 3600 + minute * 60 + second)),
  );
}

/**
 * Finds the indexes that BYSETPOS names in a set of a given size, in ascending order; undefined without
 * BYSETPOS. It keeps the last answer.
 */
export function positionFinder({
  BYSETPOS,
}: Rule): (size: number) => readonly number[] | undefined {
  if (BYSETPOS.length === 0) return () => undefined;
  let last = { size: 0, indexes: [] as number[] };
  return (size) => {
    if (size !== last.size) {
      const indexes = BYSETPOS.map((position) => (position > 0 ? position - 1 : size + position));
      const inside = indexes.filter((index) => index >= 0 && index < size);
      last = { size, indexes: [...new Set(inside)].toSorted((one, other) => one - other) };
    }
    return last.indexes;
  };
}
