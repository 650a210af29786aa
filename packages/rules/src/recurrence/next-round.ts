// What a recurring task becomes when its round is completed or skipped (DOMAIN §5, "The next round").
import { calendarDayOf } from '../date/calendar.ts';
import {
  endWall,
  formatDate,
  type ParsedDate,
  readDate,
  secondsPerDay,
} from '../date/parse-date.ts';
import { instantAt, wallAt } from '../date/zone.ts';
import { namesDays } from './days.ts';
import { wallsAfter } from './occurrences.ts';
import { parseRule, type Rule } from './parse-rule.ts';
import { namesTimes, unitOf } from './times.ts';

/** `due`: rounds keep their rhythm. `completion`: the rule begins again when a round is done. */
export type RuleFrom = 'due' | 'completion';

/** The fields of a task that say which round it stands for. */
export type Round = { due: string; occurrence: string; anchor: string; rule: string };

/**
 * The round after the one that is completed or skipped now; null where there is none.
 *
 * @param options.now ISO timestamp.
 * @param options.zone whose wall clock counts, where the anchor has no zone.
 */
export function nextRound(
  { ruleFrom, ...round }: Round & { ruleFrom: RuleFrom },
  { now, zone, skip = false }: { now: string; zone: string; skip?: boolean },
): Round | null {
  const at = { milliseconds: Date.parse(now), zone, skip };
  return ruleFrom === 'due' ? nextOfSeries(round, at) : nextAfterCompletion(round, at);
}

type Moment = { milliseconds: number; zone: string; skip: boolean };

/** The first occurrence after the round and after now; of a skipped round also one that is now. */
function nextOfSeries(round: Round, { milliseconds, zone, skip }: Moment): Round | null {
  const anchor = readDate(round.anchor);
  const occurrence = readDate(round.occurrence);
  const wholeDay = occurrence.timed ? 0 : secondsPerDay - 1;
  const included = skip ? 1 : 0;
  const now = anchor.timed
    ? wallAt((milliseconds - included) / 1000, anchor.zone ?? zone)
    : startOfDay(wallAt(milliseconds / 1000, zone)) - included;
  const after = Math.max(wallOnClockOf(anchor, occurrence, zone) + wholeDay, now);
  const date = firstDateAfter(parseRule(round.rule), anchor, after);
  return date === undefined ? null : { ...round, due: date, occurrence: date };
}

/** The series begins again at the day, or for HOURLY and MINUTELY at the minute, of the completion. */
function nextAfterCompletion(round: Round, { milliseconds, zone, skip }: Moment): Round | null {
  const anchor = readDate(round.anchor);
  const due = readDate(round.due);
  const rule = parseRule(round.rule);
  const now = wallAt(milliseconds / 1000, anchor.zone ?? zone);
  const from = skip ? Math.max(wallOnClockOf(anchor, due, zone), now) : now;
  // A due of another form is a change of this round only.
  const isSameForm = due.timed === anchor.timed && due.zone === anchor.zone;
  const { wall: ofTime } = isSameForm ? due : anchor;
  const beginning =
    unitOf(rule.FREQ) < secondsPerDay
      ? Math.floor(from / 60) * 60
      : startOfDay(from) + ofTime - startOfDay(ofTime);
  const endless = { ...addedByCalendar(rule, beginning), COUNT: undefined };
  const date = firstDateAfter(endless, { ...anchor, wall: beginning }, beginning);
  if (date === undefined || rule.COUNT === 1) return null;
  const text = round.rule.replace(/(?<=COUNT=)\d+/i, String((rule.COUNT ?? 0) - 1));
  return { due: date, occurrence: date, anchor: date, rule: text };
}

const startOfDay = (wall: number) => Math.floor(wall / secondsPerDay) * secondsPerDay;

/** The wall time of a date on the clock of the anchor, in the anchor's form. */
function wallOnClockOf(anchor: ParsedDate, date: ParsedDate, zone: string): number {
  if (!anchor.timed) return startOfDay(date.wall);
  if (!date.timed || date.zone === anchor.zone) return date.wall;
  return wallAt(instantAt(date.wall, date.zone ?? zone), anchor.zone ?? zone);
}

function firstDateAfter(rule: Rule, anchor: ParsedDate, after: number): string | undefined {
  const [wall = endWall] = wallsAfter(rule, anchor, after);
  return wall < endWall ? formatDate(wall, anchor) : undefined;
}

/** A bare rule of months or years as one that keeps to the last day of shorter months. */
function addedByCalendar(rule: Rule, beginning: number): Rule {
  const { month, day } = calendarDayOf(Math.floor(beginning / secondsPerDay));
  if (namesDays(rule) || namesTimes(rule) || day <= 28) return rule;
  if (rule.FREQ !== 'MONTHLY' && rule.FREQ !== 'YEARLY') return rule;
  const clamped = { ...rule, BYMONTHDAY: [28, 29, 30, 31].slice(0, day - 27), BYSETPOS: [-1] };
  return rule.FREQ === 'YEARLY' ? { ...clamped, BYMONTH: [month] } : clamped;
}
