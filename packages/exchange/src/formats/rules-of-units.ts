import { dayOf } from '@tydo/rules/date';

const frequencies = { d: 'DAILY', w: 'WEEKLY', m: 'MONTHLY', y: 'YEARLY' } as const;
export type Unit = keyof typeof frequencies;

export const weekdaysRule = 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR';

/**
 * The rule "every n days, weeks, months, years" from a date on. After the 28th of a month it is said so that
 * shorter months count too (DOMAIN §5), but not for a rule that begins again at each completion.
 */
export function ruleOfUnit(count: number, unit: Unit, due: string, fromCompletion = false): string {
  const interval = count === 1 ? '' : `;INTERVAL=${count}`;
  const rule = `FREQ=${frequencies[unit]}${interval}`;
  const [month, day] = [Number(dayOf(due).slice(5, 7)), Number(dayOf(due).slice(8))];
  if (fromCompletion || day <= 28) return rule;
  if (unit === 'm') return `${rule}${clamped(day)}`;
  return unit === 'y' && month === 2 ? `${rule};BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1` : rule;
}

function clamped(day: number): string {
  if (day === 31) return ';BYMONTHDAY=-1';
  return `;BYMONTHDAY=${day === 29 ? '28,29' : '28,29,30'};BYSETPOS=-1`;
}
