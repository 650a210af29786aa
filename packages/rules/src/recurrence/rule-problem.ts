import { endWall, type ParsedDate, readDate, secondsPerDay } from '../date/parse-date.ts';
import { timeNeeded } from './expand.ts';
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
    for (const [isRefused, problem] of problemsOf(parsed, start)) if (isRefused) return problem;
    const [first = endWall] = wallsAfter(parsed, start, start.wall - 1);
    return first < endWall ? null : 'This rule has no occurrence until 2199.';
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

function problemsOf(rule: Rule, anchor: ParsedDate): [boolean, string][] {
  const { FREQ, COUNT = 1, INTERVAL, BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYDAY } = rule;
  const isTimed = unitOf(rule) < secondsPerDay;
  const isYearly = FREQ === 'YEARLY';
  const isMonthly = FREQ === 'MONTHLY';
  const parts = byPartsOf(rule);
  const hasNumbered = BYDAY.some(({ nth }) => nth !== 0);
  return [
    [FREQ === 'SECONDLY', 'A task recurs every minute at most.'],
    [!anchor.timed && (isTimed || /HOUR|MINUTE|SECOND/.test(parts)), timeNeeded],
    [rule.COUNT !== undefined && rule.UNTIL !== undefined, 'Use COUNT or UNTIL, not both.'],
    [Math.max(COUNT, INTERVAL) > maxNumber, `COUNT and INTERVAL are at most ${maxNumber}.`],
    [BYWEEKNO.length > 0 && !isYearly, 'BYWEEKNO needs FREQ=YEARLY.'],
    [BYYEARDAY.length > 0 && !isYearly && !isTimed, `BYYEARDAY is not for FREQ=${FREQ}.`],
    [BYMONTHDAY.length > 0 && FREQ === 'WEEKLY', `BYMONTHDAY is not for FREQ=${FREQ}.`],
    [hasNumbered && !isMonthly && !isYearly, 'A number in BYDAY needs FREQ=MONTHLY or YEARLY.'],
    [hasNumbered && BYWEEKNO.length > 0, 'A number in BYDAY is not for BYWEEKNO.'],
    [parts === 'BYSETPOS', 'BYSETPOS needs another BY part.'],
    [
      !isTimed && timesOf(rule, anchor).length > maxTimesADay,
      `A rule has at most ${maxTimesADay} times in a day.`,
    ],
  ];
}
