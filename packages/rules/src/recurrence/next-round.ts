// What a recurring task becomes when its round is completed or skipped (DOMAIN §5, "The next round").
import { calendarDayOf } from '../date/calendar.ts';
import {
  dayOfWall,
  endWall,
  formatDate,
  type ParsedDate,
  readDate,
  secondsPerDay,
  startOfDay,
} from '../date/parse-date.ts';
import { instantAt, wallAt } from '../date/zone.ts';
import { wallsAfter } from './occurrences.ts';
import { byPartsOf, parseRule, type Rule } from './parse-rule.ts';
import { unitOf } from './times.ts';

/** `due`: rounds keep their rhythm. `completion`: the rule begins again when a round is done. */
export type RuleFrom = 'due' | 'completion';

/** The fields of a task that say which round it stands for. */
export type Round = { due: string; occurrence: string; anchor: string; rule: string };

/**
 * The round after the one that is completed or skipped now; null where there is none.
 *
 * @param options.now ISO timestamp.
 * @param options.zone whose wall clock counts where the anchor has no zone.
 */
export function nextRound(
  { ruleFrom, ...round }: Round & { ruleFrom: RuleFrom },
  { now, zone, skip = false }: { now: string; zone: string; skip?: boolean },
): Round | null {
  const series = { anchor: readDate(round.anchor), rule: parseRule(round.rule), zone };
  const milliseconds = Date.parse(now);
  return ruleFrom === 'due'
    ? nextOfSeries(round, series, milliseconds, skip)
    : nextAfterCompletion(round, series, milliseconds, skip);
}

type Series = { anchor: ParsedDate; rule: Rule; zone: string };

/** The first occurrence after the round and after now; for a skipped one also now. */
function nextOfSeries(round: Round, series: Series, now: number, skip: boolean): Round | null {
  const { anchor, rule } = series;
  const earlier = skip ? 1 : 0;
  const last = anchor.timed
    ? wallAtInstant(series, now - earlier)
    : startOfDay(wallAtInstant(series, now)) - earlier;
  const occurrence = readDate(round.occurrence);
  const lastOfRound = wallOf(series, occurrence) + (occurrence.timed ? 0 : secondsPerDay - 1);
  const date = firstAfter(rule, anchor, Math.max(lastOfRound, last));
  return date === undefined ? null : { ...round, due: date, occurrence: date };
}

/** The rule begins again at the day, or with HOURLY and MINUTELY at the minute, of the completion. */
function nextAfterCompletion(
  round: Round,
  series: Series,
  now: number,
  skip: boolean,
): Round | null {
  const { anchor, rule } = series;
  const due = readDate(round.due);
  const from = Math.max(
    wallAtInstant(series, now),
    skip ? wallOf(series, due) : Number.NEGATIVE_INFINITY,
  );
  // A due of another form is a change of this round only.
  const isSameForm = due.timed === anchor.timed && due.zone === anchor.zone;
  const { wall: time } = isSameForm ? due : anchor;
  const beginning =
    unitOf(rule) < secondsPerDay
      ? Math.floor(from / 60) * 60
      : startOfDay(from) + time - startOfDay(time);
  const date = firstAfter(
    addedByCalendar(rule, beginning),
    { ...anchor, wall: beginning },
    beginning,
  );
  if (date === undefined || rule.COUNT === 1) return null;
  const text = round.rule.replace(/(?<=COUNT=)\d+/i, (count) => String(Number(count) - 1));
  return { due: date, occurrence: date, anchor: date, rule: text };
}

const wallAtInstant = ({ anchor, zone }: Series, milliseconds: number) =>
  wallAt(milliseconds / 1000, anchor.zone ?? zone);

/** The wall time of a date on the anchor's clock, in the anchor's form. */
function wallOf(series: Series, { wall, timed, zone }: ParsedDate): number {
  const { anchor } = series;
  if (!anchor.timed) return startOfDay(wall);
  if (!timed || zone === anchor.zone) return wall;
  return wallAtInstant(series, instantAt(wall, zone ?? series.zone) * 1000);
}

function firstAfter(rule: Rule, anchor: ParsedDate, after: number): string | undefined {
  const [wall = endWall] = wallsAfter(rule, anchor, after);
  return wall < endWall ? formatDate(wall, anchor) : undefined;
}

/**
 * The rule without COUNT, because its beginning is no round; a bare one of months or years as one that
 * takes the last day of shorter months.
 */
function addedByCalendar(rule: Rule, beginning: number): Rule {
  const endless = { ...rule, COUNT: undefined };
  const { month, day } = calendarDayOf(dayOfWall(beginning));
  const isYearly = rule.FREQ === 'YEARLY';
  const isOfMonths = isYearly || rule.FREQ === 'MONTHLY';
  if (day <= 28 || !isOfMonths || byPartsOf(rule) !== '') return endless;
  const days = [28, 29, 30, 31].slice(0, day - 27);
  return { ...endless, BYMONTH: isYearly ? [month] : [], BYMONTHDAY: days, BYSETPOS: [-1] };
}
