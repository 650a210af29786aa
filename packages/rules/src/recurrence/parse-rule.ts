// The text of a rule: an RRULE's value (RFC 5545, section 3.3.10), then lines of EXDATE and RDATE.
import { parseDate } from '../date/parse-date.ts';
import { ascending } from './ascending.ts';

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

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

type Limits = readonly [min: number, max: number];
/** The least and the greatest number of a list; 0 is none where the least is negative. */
const lists = {
  BYMONTH: [1, 12],
  BYWEEKNO: [-53, 53],
  BYYEARDAY: [-366, 366],
  BYMONTHDAY: [-31, 31],
  BYHOUR: [0, 23],
  BYMINUTE: [0, 59],
  BYSECOND: [0, 60],
  BYSETPOS: [-366, 366],
} as const satisfies Record<string, Limits>;
const positive: Limits = [1, 999_999_999];

/** A weekday, 0 Monday … 6 Sunday; the `nth` of its month or year, from the end if negative, 0: each. */
export type RuleWeekday = { nth: number; weekday: number };

/** A date in a rule: its wall time in seconds (date/zone.ts), of a day its beginning. */
export type RuleDate = { wall: number; timed: boolean; utc: boolean };

/** The lists of a rule: numbers in ascending order, each once; empty where the rule does not have it. */
type Lists = Readonly<Record<keyof typeof lists, readonly number[]>>;

/** A rule by the names of its parts. */
export type Rule = Lists & {
  readonly FREQ: Frequency;
  readonly INTERVAL: number;
  readonly COUNT: number | undefined;
  readonly UNTIL: RuleDate | undefined;
  readonly BYDAY: readonly RuleWeekday[];
  readonly WKST: number;
  readonly EXDATE: readonly RuleDate[];
  readonly RDATE: readonly RuleDate[];
};

/** The names of the BY parts that a rule has, BYSETPOS and then BYDAY at the end. */
export const byPartsOf = (rule: Rule): string =>
  Object.entries(rule)
    .filter(([name, value]) => name.startsWith('BY') && Array.isArray(value) && value.length > 0)
    .map(([name]) => name)
    .join(' ');

const maxLength = 1000;
/** Of EXDATE and RDATE together. */
const maxDates = 200;

/**
 * The parts of a rule. Upper and lower case are the same, and a semicolon may stand at the end, as some
 * calendars write it.
 *
 * @throws RangeError for what RFC 5545 does not know, and for a part that stands twice.
 */
export function parseRule(text: string): Rule {
  if (text.length > maxLength) throw new RangeError(`A rule has at most ${maxLength} characters.`);
  const parts = readParts(text.toUpperCase());
  /** The values of a part. Each is taken once, so that what is unknown is left. */
  const take = <Value>(name: string, read: (value: string) => Value): Value[] => {
    const values = parts.get(name) ?? [];
    parts.delete(name);
    return values.map(read);
  };
  const takeOne = <Value>(name: string, read: (value: string) => Value): Value | undefined => {
    const [value, ...others] = take(name, read);
    if (others.length > 0) throw unreadable(name);
    return value;
  };
  const FREQ = takeOne('FREQ', (value) => frequencies.find((name) => name === value));
  if (!FREQ) throw unreadable('FREQ');
  const rule = {
    FREQ,
    INTERVAL: takeOne('INTERVAL', numberWithin(positive)) ?? 1,
    COUNT: takeOne('COUNT', numberWithin(positive)),
    UNTIL: takeOne('UNTIL', parseRuleDate),
    ...mapLists((name) => ascending(take(name, numberWithin(lists[name])))),
    BYDAY: take('BYDAY', parseRuleWeekday),
    WKST: takeOne('WKST', parseWeekday) ?? 0,
    EXDATE: take('\nEXDATE', parseRuleDate),
    RDATE: take('\nRDATE', parseRuleDate),
  };
  for (const name of parts.keys()) throw unreadable(name);
  if (rule.EXDATE.length + rule.RDATE.length > maxDates) {
    throw new RangeError(`EXDATE and RDATE have at most ${maxDates} dates together.`);
  }
  return rule;
}

/** The values of each part, by its name; lines begin with their line break and may come again. */
function readParts(text: string): Map<string, string[]> {
  const parts = new Map<string, string[]>();
  for (const part of text.replace(/;(?=\n|$)/, '').split(/;|(?=\n)/)) {
    const [, name = '', value = ''] = /^([A-Z]+(?==)|\n(?:EX|R)DATE(?=:)).(.+)$/.exec(part) ?? [];
    const before = parts.get(name);
    if (name === '' || (before && !name.startsWith('\n'))) throw unreadable(part);
    parts.set(name, [...(before ?? []), ...value.split(',')]);
  }
  return parts;
}

const unreadable = (text: string) =>
  new RangeError(`A part of this rule cannot be read: ${text.trim().slice(0, 100)}`);

function mapLists(read: (name: keyof Lists) => number[]): Lists {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys loses the type of the keys.
  const names = Object.keys(lists) as (keyof Lists)[];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- So does Object.fromEntries.
  return Object.fromEntries(names.map((name) => [name, read(name)])) as Record<
    keyof Lists,
    number[]
  >;
}

const numberWithin =
  ([min, max]: Limits) =>
  (value: string): number => {
    const number = /^[+-]?\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= min && number <= max) || (number === 0 && min < 0)) throw unreadable(value);
    return number;
  };

function parseWeekday(value: string): number {
  const weekday = weekdays.indexOf(value);
  if (weekday < 0) throw unreadable(value);
  return weekday;
}

const parseRuleWeekday = (value: string): RuleWeekday => ({
  nth: value.length > 2 ? numberWithin(lists.BYWEEKNO)(value.slice(0, -2)) : 0,
  weekday: parseWeekday(value.slice(-2)),
});

function parseRuleDate(value: string): RuleDate {
  const dashed = value.replace(
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$/,
    '$1-$2-$3T$4:$5:$6',
  );
  // Without a time, its colons stay. What is written with dashes is no date of a rule.
  const date = value.includes('-') ? undefined : parseDate(dashed.replace('T::', ''));
  if (!date) throw unreadable(value);
  return { wall: date.wall, timed: date.timed, utc: value.endsWith('Z') };
}
