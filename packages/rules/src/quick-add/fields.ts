// From the phrases that were taken to the fields of a task (DOMAIN §10).
import { withoutUndefined } from '../row.ts';
import { type Clock, dateText, readingsOf } from './days.ts';
import { dueOf, minutesOf, recurringOf, type When } from './due.ts';
import type { DateWords, TimeWords } from './language.ts';
import type { Meaning } from './phrase.ts';

/** What another reading of a field would set it to. */
export interface Doubt {
  field: 'due' | 'start' | 'deadline' | 'rule';
  other: string;
}

export interface Fields {
  list?: string;
  section?: string;
  priority?: number;
  due?: string;
  start?: string;
  deadline?: string;
  rule?: string;
  ruleFrom?: 'completion';
  doubts?: Doubt[];
}

/** The fields; or a part of the meaning that is impossible with the others. */
export function fieldsOf(meaning: Meaning, clock: Clock): Fields | 'rule' | 'end' {
  const { list, section, priority, date, time, rule, end, start, deadline } = meaning;
  const readings = readingsOfTimes(clock, date, time, rule?.part);
  const series = rule && readings.map((when) => recurringOf({ ...when, rule, end }, clock));
  const [first] = series ?? [];
  if (typeof first === 'string') return first;
  const values: [Doubt['field'], (string | undefined)[]][] = [
    [
      'due',
      series?.map((one) => (typeof one === 'string' ? undefined : one.due)) ??
        readings.map((when) => dueOf(when, clock)),
    ],
    [
      'start',
      start ? readingsOfTimes(clock, start.date, start.time).map((when) => dueOf(when, clock)) : [],
    ],
    ['deadline', deadline ? readingsOf(deadline.date, clock).map(({ day }) => dateText(day)) : []],
    ['rule', [first?.rule, first?.otherRule]],
  ];
  const doubts: Doubt[] = values.flatMap(([field, [value, ...others]]) =>
    others.flatMap((other) => (other === undefined || other === value ? [] : [{ field, other }])),
  );
  return withoutUndefined({
    list,
    section,
    priority,
    ...Object.fromEntries(values.map(([field, [value]]) => [field, value])),
    ruleFrom: rule?.fromCompletion ? ('completion' as const) : undefined,
    doubts: doubts.length > 0 ? doubts : undefined,
  });
}

/** The likelier reading of date and time, then those with another date, then with another time. */
function readingsOfTimes(
  clock: Clock,
  date: DateWords | undefined,
  time: TimeWords | undefined,
  rulePart?: number,
): Pick<When, 'date' | 'minute'>[] {
  const part = date?.part ?? rulePart;
  const [firstDate, ...otherDates] = date ? readingsOf(date.date, clock) : [];
  const [firstMinute, ...otherMinutes] = time ? minutesOf(time, part) : [part];
  return [
    { date: firstDate, minute: firstMinute },
    ...otherDates.map((other) => ({ date: other, minute: firstMinute })),
    ...otherMinutes.map((other) => ({ date: firstDate, minute: other })),
  ];
}
