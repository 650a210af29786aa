import { endWall, type ParsedDate, readDate, secondsPerDay } from '../date/parse-date.ts';
import { namesDays } from './days.ts';
import { wallsAfter } from './occurrences.ts';
import { parseRule, type Rule } from './parse-rule.ts';
import { namesTimes, timesOf, unitOf } from './times.ts';

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
    const problem = problems.find(({ has }) => has(parsed, start));
    if (problem) return problem.message;
    const [first = endWall] = wallsAfter(parsed, start, start.wall - 1);
    return first < endWall ? null : 'This rule has no occurrence until 2199.';
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

type Problem = { has: (rule: Rule, anchor: ParsedDate) => boolean; message: string };

const hasNumberedWeekday = ({ BYDAY }: Rule) => BYDAY.some(({ nth }) => nth !== 0);

const problems: Problem[] = [
  {
    has: ({ FREQ }) => FREQ === 'SECONDLY',
    message: 'A task recurs every minute at most.',
  },
  {
    has: (rule, { timed }) => !timed && (unitOf(rule.FREQ) < secondsPerDay || namesTimes(rule)),
    message: 'A rule with times needs a date with a time.',
  },
  {
    has: ({ COUNT, UNTIL }) => COUNT !== undefined && UNTIL !== undefined,
    message: 'Use COUNT or UNTIL, not both.',
  },
  {
    has: ({ COUNT = 1, INTERVAL }) => COUNT > maxNumber || INTERVAL > maxNumber,
    message: `COUNT and INTERVAL are at most ${maxNumber}.`,
  },
  {
    has: ({ FREQ, BYWEEKNO }) => BYWEEKNO.length > 0 && FREQ !== 'YEARLY',
    message: 'BYWEEKNO needs FREQ=YEARLY.',
  },
  {
    has: ({ FREQ, BYYEARDAY }) =>
      BYYEARDAY.length > 0 && ['MONTHLY', 'WEEKLY', 'DAILY'].includes(FREQ),
    message: 'BYYEARDAY is not for FREQ=MONTHLY, WEEKLY and DAILY.',
  },
  {
    has: ({ FREQ, BYMONTHDAY }) => BYMONTHDAY.length > 0 && FREQ === 'WEEKLY',
    message: 'BYMONTHDAY is not for FREQ=WEEKLY.',
  },
  {
    has: (rule) =>
      hasNumberedWeekday(rule) &&
      rule.FREQ !== 'MONTHLY' &&
      (rule.FREQ !== 'YEARLY' || rule.BYWEEKNO.length > 0),
    message: 'A number in BYDAY needs FREQ=MONTHLY, or FREQ=YEARLY without BYWEEKNO.',
  },
  {
    has: (rule) => rule.BYSETPOS.length > 0 && !namesDays(rule) && !namesTimes(rule),
    message: 'BYSETPOS needs another BY part.',
  },
  {
    has: (rule, anchor) =>
      unitOf(rule.FREQ) === secondsPerDay && timesOf(rule, anchor).length > maxTimesADay,
    message: `A rule has at most ${maxTimesADay} times in a day.`,
  },
];
