import type { ReadRule } from './read-date.ts';
import { withFirst } from './read-date.ts';

const weekdayCodes = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/** The last day of shorter months stands for a day that they lack (DOMAIN §5). */
function monthDay(day: number): string {
  if (day === 31) return 'BYMONTHDAY=-1';
  if (day <= 28) return `BYMONTHDAY=${day}`;
  const days = [28, 29, 30].filter((one) => one <= day);
  return `BYMONTHDAY=${days.join()};BYSETPOS=-1`;
}

/** What most people repeat, counted from this date on. */
export function rulePresets(from: string): ReadRule[] {
  const [, month = 1, day = 1] = from.slice(0, 10).split('-').map(Number);
  const weekday = weekdayCodes[new Date(`${from.slice(0, 10)}T00:00:00Z`).getUTCDay()];
  const isLeapDay = month === 2 && day === 29;
  return [
    'FREQ=DAILY',
    'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
    `FREQ=WEEKLY;BYDAY=${weekday}`,
    `FREQ=MONTHLY;${monthDay(day)}`,
    `FREQ=YEARLY;BYMONTH=${month};${isLeapDay ? monthDay(29) : `BYMONTHDAY=${day}`}`,
  ].map((rule) => withFirst(rule, 'due', from));
}
