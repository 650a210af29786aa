// The dates of a series: what the rule makes, bounded by COUNT and UNTIL, with RDATE and without EXDATE.
import { formatDate, type ParsedDate, readDate, secondsPerDay } from '../date/parse-date.ts';
import { instantAt, wallAt } from '../date/zone.ts';
import { expand } from './expand.ts';
import { parseRule, type Rule, type RuleDate } from './parse-rule.ts';

/**
 * The cost of what has to be looked at because of COUNT, with 10 for each occurrence. No rule that is not
 * refused costs as much until 2199.
 */
const maxCountingCost = 1_400_000;

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
  const walls = wallsAfter(
    parseRule(rule),
    start,
    after === undefined ? start.wall - 1 : readDate(after).wall,
    limit,
  );
  return walls.map((wall) => formatDate(wall, start));
}

/** As `occurrences`, for parsed rules: wall times later than `after`. */
export function wallsAfter(rule: Rule, anchor: ParsedDate, after: number, limit = 1): number[] {
  const from = Math.max(anchor.wall, after + 1);
  const isExcluded = exclusionOf(rule.EXDATE, anchor);
  const isOver = endOf(rule.UNTIL, anchor);
  const added = rule.RDATE.map((date) => wallOfAdded(date, anchor))
    .filter((wall) => wall >= from && !isExcluded(wall))
    .toSorted((one, other) => one - other);
  // Seeking jumps, unless what it would jump over has to be counted.
  const { COUNT } = rule;
  let left = COUNT ?? Number.POSITIVE_INFINITY;
  let cost = 0;
  const search = { cost: 0 };
  const found: number[] = [];
  if (limit < 1) return found;
  for (const wall of expand(rule, anchor, COUNT === undefined ? from : anchor.wall, search)) {
    cost += search.cost + 10;
    search.cost = 0;
    if (wall < anchor.wall) continue;
    // COUNT counts what the rule makes before EXDATE.
    if (left === 0 || isOver(wall) || (COUNT !== undefined && cost > maxCountingCost)) break;
    left -= 1;
    if (wall < from || isExcluded(wall)) continue;
    found.push(wall);
    if (found.length === limit) break;
  }
  if (added.length === 0) return found;
  return [...new Set([...found, ...added])].toSorted((one, other) => one - other).slice(0, limit);
}

/**
 * Whether a wall time is after UNTIL. A day includes all of it. With Z it is an instant where the anchor
 * has a zone, otherwise the wall time as written (DOMAIN §5).
 */
function endOf(until: RuleDate | undefined, { zone }: ParsedDate): (wall: number) => boolean {
  if (!until) return () => false;
  if (!until.timed) return (wall) => wall >= until.wall + secondsPerDay;
  if (!until.utc || zone === undefined) return (wall) => wall > until.wall;
  const near = wallAt(until.wall, zone);
  return (wall) =>
    Math.abs(wall - near) > secondsPerDay ? wall > near : instantAt(wall, zone) > until.wall;
}

/** A day in EXDATE takes out all times of that day. */
function exclusionOf(dates: readonly RuleDate[], { timed }: ParsedDate): (wall: number) => boolean {
  const dayOf = (wall: number) => Math.floor(wall / secondsPerDay);
  const isTime = (date: RuleDate) => timed && date.timed;
  const walls = new Set(dates.filter(isTime).map(({ wall }) => wall));
  const days = new Set(dates.filter((date) => !isTime(date)).map(({ wall }) => dayOf(wall)));
  return (wall) => walls.has(wall) || days.has(dayOf(wall));
}

/** A day in RDATE has the anchor's time of day. */
function wallOfAdded(date: RuleDate, anchor: ParsedDate): number {
  const day = Math.floor(date.wall / secondsPerDay) * secondsPerDay;
  if (date.timed && anchor.timed) return date.wall;
  return day + anchor.wall - Math.floor(anchor.wall / secondsPerDay) * secondsPerDay;
}
