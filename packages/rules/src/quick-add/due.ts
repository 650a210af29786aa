// From a date, a time and a rule in words to `due` and `rule` (DOMAIN §10).
import { dayOf, isDate } from '../date.ts';
import { occurrences } from '../recurrence.ts';
import { after, type Clock, dateText, type Reading, readingsOf } from './days.ts';
import type { DateWords, RuleWords, TimeWords } from './language.ts';
import { formatRule, isBare, maxNumber, startingOn } from './rule.ts';

const halfDay = 12 * 60;

/** What was said, of each part one reading. */
export interface When {
  date: Reading | undefined;
  minute: number | undefined;
  rule: RuleWords;
  end: number | DateWords | undefined;
}

/** The minutes that a time can mean, the likelier first. A part of the day (evening) decides. */
export function minutesOf({ minute, exact, doubt }: TimeWords, part: number | undefined): number[] {
  const other = (minute + halfDay) % (2 * halfDay);
  if (part === undefined || exact) return doubt ? [minute, other] : [minute];
  const isOtherHalf = part < halfDay ? Boolean(doubt) && minute >= halfDay : minute < halfDay;
  return [isOtherHalf ? other : minute];
}

/** Without a rule; undefined where nothing was said. A bare time is the next one. */
export function dueOf(
  { date, minute }: Pick<When, 'date' | 'minute'>,
  clock: Clock,
): string | undefined {
  if (date) return dateText(date.day, minute ?? date.minute);
  if (minute === undefined) return undefined;
  return dateText(clock.day + (minute * 60 > clock.second ? 0 : 1), minute);
}

/** What a rule sets. */
export interface Recurring {
  due: string;
  rule: string;
  /** The other reading of UNTIL. */
  otherRule: string | undefined;
}

/**
 * With a rule: its first occurrence from the date, or from now.
 *
 * @returns a part that there is no occurrence with, instead.
 */
export function recurringOf(when: When, clock: Clock): Recurring | 'rule' | 'end' {
  const first = firstOf(when, clock);
  const rule = startingOn(first.day, when.rule);
  // Every other Tuesday begins on the next one, whichever week that is in.
  const counted = formatRule(isBare(rule) ? rule : { ...rule, interval: 1 });
  const now = dateText(clock.day, Math.ceil(clock.second / 60) - 1);
  const isToday = first.day === clock.day && first.minute !== undefined;
  const [due] = occurrences(
    counted,
    dateText(first.day, first.minute),
    isToday ? { after: now } : {},
  );
  if (due === undefined || !isDate(due)) return 'rule';
  if (when.end === undefined) return { due, rule: formatRule(rule), otherRule: undefined };
  const [end, other] = endsOf(when.end, due, { ...clock, day: first.day });
  if (end === undefined) return 'end';
  return { due, rule: formatRule(rule, end), otherRule: other && formatRule(rule, other) };
}

/** Where a rule is counted from: the date, or now; today, unless the time has passed. */
function firstOf({ date, minute = date?.minute, rule }: When, clock: Clock): Reading {
  const isTimed = rule.unit === 'minute' || rule.unit === 'hour';
  const now = Math.floor(clock.second / 60);
  if (date) return { day: date.day, minute: minute ?? (isTimed ? now : undefined) };
  if (minute !== undefined)
    return { day: clock.day + (minute * 60 < clock.second ? 1 : 0), minute };
  return isTimed ? after(rule.interval ?? 1, rule.unit, clock) : { day: clock.day };
}

/** COUNT within its limit, or the readings of UNTIL that are not before the due. @param clock on the first day. */
function endsOf(end: number | DateWords, due: string, clock: Clock): string[] {
  if (typeof end === 'number') return end <= maxNumber ? [`COUNT=${end}`] : [];
  const endOfDay = due === dayOf(due) ? '' : 'T235959';
  return readingsOf(end.date, clock)
    .map(({ day }) => dateText(day))
    .filter((day) => day >= dayOf(due))
    .map((day) => `UNTIL=${day.replaceAll('-', '')}${endOfDay}`);
}
