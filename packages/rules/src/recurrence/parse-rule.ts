// The text of a rule: an RRULE's value (RFC 5545, section 3.3.10), then lines of EXDATE and RDATE.
import { parseDate } from '../date/parse-date.ts';

const frequencies = [
  'YEARLY',
  'MONTHLY',
  'WEEKLY',
  'DAILY',
  'HOURLY',
  'MINUTELY',
  'SECONDLY',
] as const;
export type Frequency = (typeof frequencies)[number];

/** From Monday on, as `weekdayOf` counts. */
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** The least and greatest value of each list of numbers, and whether they may be negative. */
const lists = {
  BYMONTH: [1, 12, false],
  BYWEEKNO: [1, 53, true],
  BYYEARDAY: [1, 366, true],
  BYMONTHDAY: [1, 31, true],
  BYHOUR: [0, 23, false],
  BYMINUTE: [0, 59, false],
  BYSECOND: [0, 60, false],
  BYSETPOS: [1, 366, true],
} as const;
type ListName = keyof typeof lists;

/** A weekday, 0 Monday … 6 Sunday; the `nth` of its month or year, from the end if negative, 0: each. */
export type RuleWeekday = { nth: number; weekday: number };

/** A date in a rule: its wall time in seconds (date/zone.ts), of a day its beginning. */
export type RuleDate = { wall: number; timed: boolean; utc: boolean };

/** A rule by the names of its parts. A list that the rule does not have is empty. */
export type Rule = Readonly<Record<ListName, readonly number[]>> & {
  readonly FREQ: Frequency;
  readonly INTERVAL: number;
  readonly COUNT: number | undefined;
  readonly UNTIL: RuleDate | undefined;
  readonly BYDAY: readonly RuleWeekday[];
  readonly WKST: number;
  readonly EXDATE: readonly RuleDate[];
  readonly RDATE: readonly RuleDate[];
};

export const maxRuleLength = 1000;
/** Of EXDATE and RDATE together. */
const maxDates = 200;

/**
 * The parts of a rule. Upper and lower case are the same, and one semicolon may stand at the end, as some
 * calendars write it.
 *
 * @throws RangeError for a part that is unknown, has a value that the RFC does not know, or comes twice.
 */
export function parseRule(text: string): Rule {
  if (text.length > maxRuleLength) throw new RangeError(`Use at most ${maxRuleLength} characters.`);
  const [rrule = '', ...lines] = text.toUpperCase().split('\n');
  const parts = new Map<string, string>();
  for (const part of rrule.replace(/;$/, '').split(';')) {
    const [, name = '', value = ''] = /^([A-Z]+)=(.+)$/.exec(part) ?? [];
    if (!partNames.has(name)) throw new RangeError(`Unknown part of a rule: ${part}`);
    if (parts.has(name)) throw new RangeError(`${name} stands twice.`);
    parts.set(name, value);
  }
  const numbers = (name: ListName) => parseList(name, parts.get(name));
  const until = parts.get('UNTIL');
  const count = parts.get('COUNT');
  const [EXDATE, RDATE] = parseDateLines(lines);
  return {
    FREQ: parseFrequency(parts.get('FREQ')),
    INTERVAL: parsePositive('INTERVAL', parts.get('INTERVAL') ?? '1'),
    COUNT: count === undefined ? undefined : parsePositive('COUNT', count),
    UNTIL: until === undefined ? undefined : parseRuleDate(until, true),
    BYMONTH: numbers('BYMONTH'),
    BYWEEKNO: numbers('BYWEEKNO'),
    BYYEARDAY: numbers('BYYEARDAY'),
    BYMONTHDAY: numbers('BYMONTHDAY'),
    BYDAY: parts.get('BYDAY')?.split(',').map(parseRuleWeekday) ?? [],
    BYHOUR: numbers('BYHOUR'),
    BYMINUTE: numbers('BYMINUTE'),
    // Without leap seconds, 60 is 59 (RFC 5545).
    BYSECOND: [...new Set(numbers('BYSECOND').map((second) => Math.min(second, 59)))],
    BYSETPOS: numbers('BYSETPOS'),
    WKST: parseWeekday(parts.get('WKST') ?? 'MO'),
    EXDATE,
    RDATE,
  };
}

const partNames = new Set([
  'FREQ',
  'INTERVAL',
  'COUNT',
  'UNTIL',
  'BYDAY',
  'WKST',
  ...Object.keys(lists),
]);

function parseFrequency(value: string | undefined): Frequency {
  const frequency = frequencies.find((name) => name === value);
  if (!frequency) throw new RangeError(`FREQ is one of ${frequencies.join(', ')}.`);
  return frequency;
}

function parsePositive(name: string, value: string): number {
  if (!/^0*[1-9]\d{0,8}$/.test(value)) throw new RangeError(`${name} is a number from 1 on.`);
  return Number(value);
}

/** Each value once, in ascending order. */
function parseList(name: ListName, values: string | undefined): number[] {
  if (values === undefined) return [];
  const [min, max, signed] = lists[name];
  const numbers = values.split(',').map((value) => {
    const number = (signed ? /^[+-]?\d{1,3}$/ : /^\d{1,2}$/).test(value)
      ? Number(value)
      : Number.NaN;
    if (!(Math.abs(number) >= min && Math.abs(number) <= max)) {
      throw new RangeError(
        `${name} is a number from ${min} to ${max}${signed ? ', or negative' : ''}.`,
      );
    }
    return number;
  });
  return [...new Set(numbers)].toSorted((one, other) => one - other);
}

function parseWeekday(value: string): number {
  const weekday = weekdays.indexOf(value);
  if (weekday < 0) throw new RangeError(`A weekday is one of ${weekdays.join(', ')}.`);
  return weekday;
}

function parseRuleWeekday(value: string): RuleWeekday {
  const [, nth, weekday = ''] = /^([+-]?\d{1,2})?(..)$/.exec(value) ?? [];
  if (nth !== undefined && !(Math.abs(Number(nth)) >= 1 && Math.abs(Number(nth)) <= 53)) {
    throw new RangeError('The number of a weekday is from 1 to 53, or negative.');
  }
  return { nth: Number(nth ?? 0), weekday: parseWeekday(weekday) };
}

function parseRuleDate(value: string, mayBeUtc = false): RuleDate {
  const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?$/.exec(value) ?? [];
  const [, year, month, day, hour, minute, second, utc] = found;
  const time = hour === undefined ? '' : `T${hour}:${minute}:${second}`;
  const date = parseDate(`${year}-${month}-${day}${time}`);
  if (!date || (utc && !mayBeUtc)) throw new RangeError(`This is no date in a rule: ${value}`);
  return { wall: date.wall, timed: date.timed, utc: utc !== undefined };
}

/** The dates of EXDATE and of RDATE. */
function parseDateLines(lines: readonly string[]): [RuleDate[], RuleDate[]] {
  const dates = { EXDATE: [] as RuleDate[], RDATE: [] as RuleDate[] };
  for (const line of lines) {
    const [, name, values = ''] = /^(EXDATE|RDATE):(.+)$/.exec(line) ?? [];
    if (name !== 'EXDATE' && name !== 'RDATE')
      throw new RangeError(`Unknown line of a rule: ${line}`);
    dates[name].push(...values.split(',').map((value) => parseRuleDate(value)));
  }
  if (dates.EXDATE.length + dates.RDATE.length > maxDates) {
    throw new RangeError(`Use at most ${maxDates} dates in EXDATE and RDATE together.`);
  }
  return [dates.EXDATE, dates.RDATE];
}
