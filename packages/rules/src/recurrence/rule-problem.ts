import { endWall, type ParsedDate, readDate, secondsPerDay } from '../date/parse-date.ts';
import { wallsAfter } from './occurrences.ts';
import { byPartsOf, parseRule, type Rule } from './parse-rule.ts';
import { timesOf, unitOf } from './times.ts';

/** Of COUNT, and of INTERVAL. */
const maxNumber = 10_000;
const maxTimesADay = 100;

/**
 * Why a rule is refused (DOMAIN §5), in a sentence, or null if it is not: what RFC 5545, section 3.3.10,
 * forbids, what costs too much, and a rule without any occurrence from its anchor to 2199.
 */
export function ruleProblem(rule: string, anchor: string): string | null {
  try {
    const start = readDate(anchor);
    const parsed = parseRule(rule);
    for (const [isThere, one, other] of conflictsOf(parsed, start)) {
      if (isThere) return `${one} cannot be used with ${other}.`;
    }
    if (Math.max(parsed.COUNT ?? 1, parsed.INTERVAL) > maxNumber) {
      return `COUNT and INTERVAL are at most ${maxNumber}.`;
    }
    if (unitOf(parsed) === secondsPerDay && timesOf(parsed, start).length > maxTimesADay) {
      return `A rule has at most ${maxTimesADay} times in a day.`;
    }
    const [first = endWall] = wallsAfter(parsed, start, start.wall - 1);
    return first < endWall ? null : 'This rule has no occurrence until 2199.';
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

/** What a rule may not have together: whether it has, the one, and the other. */
function conflictsOf(rule: Rule, { timed }: ParsedDate): [boolean, string, string][] {
  const { FREQ, COUNT, UNTIL, BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYDAY } = rule;
  const isOfTimes = unitOf(rule) < secondsPerDay;
  const isYearly = FREQ === 'YEARLY';
  const frequency = `FREQ=${FREQ}`;
  const parts = byPartsOf(rule);
  const hasNumbered = BYDAY.some(({ nth }) => nth !== 0);
  return [
    [FREQ === 'SECONDLY', frequency, 'a task'],
    [!timed && (isOfTimes || /HOUR|MINUTE|SECOND/.test(parts)), 'A rule of times', 'a day'],
    [COUNT !== undefined && UNTIL !== undefined, 'COUNT', 'UNTIL'],
    [BYWEEKNO.length > 0 && !isYearly, 'BYWEEKNO', frequency],
    [BYYEARDAY.length > 0 && !isYearly && !isOfTimes, 'BYYEARDAY', frequency],
    [BYMONTHDAY.length > 0 && FREQ === 'WEEKLY', 'BYMONTHDAY', frequency],
    [hasNumbered && !isYearly && FREQ !== 'MONTHLY', 'A number in BYDAY', frequency],
    [hasNumbered && BYWEEKNO.length > 0, 'A number in BYDAY', 'BYWEEKNO'],
    [parts === 'BYSETPOS', 'BYSETPOS', 'no other BY part'],
  ];
}
