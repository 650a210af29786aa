// The dates of a series: what the rule makes, bounded by COUNT and UNTIL, with RDATE and without EXDATE.
import {
  formatDate,
  type ParsedDate,
  readDate,
  secondsPerDay,
  startOfDay,
} from '../date/parse-date.ts';
import { instantAt, wallAt } from '../date/zone.ts';
import { ascending } from './ascending.ts';
import { endOfYears, expand } from './expand.ts';
import { parseRule, type Rule, type RuleDate } from './parse-rule.ts';

/**
 * How much may be looked at because of COUNT, and what each occurrence adds. It is enough for 10,000 of
 * them until 2199, but for rules of minutes that rarely meet their BYMINUTE, which end before.
 */
const maxCountingCost = 700_000;
const occurrenceCost = 10;

/**
 * The dates of a series, in ascending order and in the anchor's form; fewer than `limit` where there are
 * no more, or none within the bounds of DOMAIN §5. It evaluates whatever can be read, also rules that
 * `ruleProblem` refuses, for the years 1–9999.
 *
 * @param anchor where the rule is counted from (DTSTART). It is an occurrence only if the rule falls on it.
 * @param options.after a date of the anchor's form: only later ones.
 * @throws RangeError for a rule or date that cannot be read, an hourly rule with an all-day anchor, and a
 * period with more than 1,000,000 occurrences.
 */
export function occurrences(
  rule: string,
  anchor: string,
  { after, limit = 1 }: { after?: string; limit?: number } = {},
): string[] {
  const start = readDate(anchor);
  const last = after === undefined ? start.wall - 1 : readDate(after).wall;
  return wallsAfter(parseRule(rule), start, last, limit).map((wall) => formatDate(wall, start));
}

/** As `occurrences`, for parsed rules: wall times later than `after`. */
export function wallsAfter(rule: Rule, anchor: ParsedDate, after: number, limit = 1): number[] {
  const from = Math.max(anchor.wall, after + 1);
  const excluded = new Set(rule.EXDATE.map((date) => wallOf(date, anchor)));
  const isOver = endOf(rule.UNTIL, anchor);
  const { COUNT } = rule;
  const search = { cost: 0 };
  let cost = 0;
  let count = 0;
  const found = new Set<number>();
  // Seeking jumps, unless what it would jump over has to be counted.
  for (const wall of expand(rule, anchor, COUNT === undefined ? from : anchor.wall, search)) {
    if (wall >= endOfYears || isOver(wall)) break;
    cost += search.cost + occurrenceCost;
    search.cost = 0;
    if (wall >= from && !excluded.has(wall)) found.add(wall);
    // COUNT counts what the rule makes before EXDATE.
    if (wall >= anchor.wall) count += 1;
    const isCounted = COUNT !== undefined && (count >= COUNT || cost > maxCountingCost);
    if (isCounted || found.size >= limit) break;
  }
  for (const wall of rule.RDATE.map((date) => wallOf(date, anchor))) {
    if (wall >= from && !excluded.has(wall)) found.add(wall);
  }
  return ascending(found).slice(0, limit);
}

/**
 * The wall time of a date in a rule, on the anchor's clock. With Z it is an instant where the anchor has a
 * zone, otherwise the wall time as written (DOMAIN §5). A day has the anchor's time of day.
 */
function wallOf({ wall, timed, utc }: RuleDate, anchor: ParsedDate): number {
  if (!timed || !anchor.timed) return startOfDay(wall) + anchor.wall - startOfDay(anchor.wall);
  return utc && anchor.zone !== undefined ? wallAt(wall, anchor.zone) : wall;
}

/** Whether a wall time is after UNTIL. A day includes all its times. */
function endOf(until: RuleDate | undefined, anchor: ParsedDate): (wall: number) => boolean {
  if (!until) return () => false;
  const last = wallOf(until, anchor);
  if (!until.timed) return (wall) => startOfDay(wall) > last;
  const { zone } = anchor;
  if (!until.utc || zone === undefined) return (wall) => wall > last;
  // The clock may change around UNTIL, so there the instants are compared.
  return (wall) =>
    Math.abs(wall - last) > secondsPerDay ? wall > last : instantAt(wall, zone) > until.wall;
}
