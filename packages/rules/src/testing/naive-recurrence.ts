// What RFC 5545, section 3.3.10, says about a rule of days, checked on every single day: slow, and not
// made as the engine is. Without BYWEEKNO, COUNT and UNTIL.

export type NaiveRule = {
  FREQ: 'YEARLY' | 'MONTHLY' | 'WEEKLY' | 'DAILY';
  INTERVAL: number;
  BYMONTH: number[];
  BYYEARDAY: number[];
  BYMONTHDAY: number[];
  BYDAY: string[];
  BYSETPOS: number[];
  WKST: string;
};

const dayMs = 86_400_000;
const names = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const nameOf = (day: Date) => names[day.getUTCDay()] ?? '';

/** The text of the rule. */
export const textOf = (rule: NaiveRule): string =>
  Object.entries(rule)
    .filter(([, value]) => !Array.isArray(value) || value.length > 0)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(';');

/** The days from the anchor on, among `count` days from a week before the anchor's year on. */
export function naiveDays(rule: NaiveRule, anchor: string, count: number): string[] {
  const start = new Date(anchor);
  const first = Date.UTC(start.getUTCFullYear(), 0, 1) - 7 * dayMs;
  const sets = new Map<number, Date[]>();
  for (let index = 0; index < count; index += 1) {
    const day = new Date(first + index * dayMs);
    const period = periodOf(rule, day) - periodOf(rule, start);
    if (period % rule.INTERVAL !== 0 || !meetsAll(rule, day, start)) continue;
    sets.set(period, [...(sets.get(period) ?? []), day]);
  }
  return [...sets.values()]
    .flatMap((set) => set.filter((_, index) => isAtPosition(rule, index, set.length)))
    .map((day) => day.toISOString().slice(0, 10))
    .filter((day) => day >= anchor);
}

const isAtPosition = ({ BYSETPOS }: NaiveRule, index: number, size: number) =>
  BYSETPOS.length === 0 || BYSETPOS.includes(index + 1) || BYSETPOS.includes(index - size);

function periodOf({ FREQ, WKST }: NaiveRule, day: Date): number {
  if (FREQ === 'YEARLY') return day.getUTCFullYear();
  if (FREQ === 'MONTHLY') return day.getUTCFullYear() * 12 + day.getUTCMonth();
  const number = day.getTime() / dayMs;
  // 1970-01-01 was a Thursday, so the week of any WKST began at most six days before.
  const offset = (4 - names.indexOf(WKST) + 7) % 7;
  return FREQ === 'WEEKLY' ? Math.floor((number + offset) / 7) : number;
}

function meetsAll(given: NaiveRule, day: Date, start: Date): boolean {
  const rule = withDefaults(given, start);
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth()];
  const ofMonth = [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1)] as const;
  const ofYear = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)] as const;
  const isNumber = (numbers: number[], [from, to]: readonly [number, number]) =>
    numbers.length === 0 ||
    numbers.some(
      (number) =>
        day.getTime() === (number > 0 ? from : to) + (number - (number > 0 ? 1 : 0)) * dayMs,
    );
  const span = rule.FREQ === 'MONTHLY' || rule.BYMONTH.length > 0 ? ofMonth : ofYear;
  return (
    (rule.BYMONTH.length === 0 || rule.BYMONTH.includes(month + 1)) &&
    isNumber(rule.BYMONTHDAY, ofMonth) &&
    isNumber(rule.BYYEARDAY, ofYear) &&
    (rule.BYDAY.length === 0 || rule.BYDAY.some((code) => isWeekday(code, day, span)))
  );
}

function isWeekday(code: string, day: Date, [from, to]: readonly [number, number]): boolean {
  if (nameOf(day) !== code.slice(-2)) return false;
  const nth = Number(code.slice(0, -2));
  const same = [];
  for (let time = from; time < to; time += dayMs) {
    if (new Date(time).getUTCDay() === day.getUTCDay()) same.push(time);
  }
  return nth === 0 || same.at(nth > 0 ? nth - 1 : nth) === day.getTime();
}

function withDefaults(rule: NaiveRule, start: Date): NaiveRule {
  if (
    rule.FREQ === 'DAILY' ||
    rule.BYYEARDAY.length + rule.BYMONTHDAY.length + rule.BYDAY.length > 0
  ) {
    return rule;
  }
  if (rule.FREQ === 'WEEKLY') return { ...rule, BYDAY: [nameOf(start)] };
  const BYMONTHDAY = [start.getUTCDate()];
  if (rule.FREQ === 'MONTHLY' || rule.BYMONTH.length > 0) return { ...rule, BYMONTHDAY };
  return { ...rule, BYMONTHDAY, BYMONTH: [start.getUTCMonth() + 1] };
}
