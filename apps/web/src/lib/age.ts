import { dateLanguage } from './language.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' });
const thisYear = new Intl.DateTimeFormat(dateLanguage, { day: 'numeric', month: 'short' });
const otherYear = new Intl.DateTimeFormat(dateLanguage, { dateStyle: 'medium' });
const exact = new Intl.DateTimeFormat(dateLanguage, { dateStyle: 'full', timeStyle: 'short' });

/** How long ago `date` was, in short form: "just now", "5m ago", "yesterday", "12 Nov". */
export function age(date: Date, now: Date): string {
  const elapsed = now.getTime() - date.getTime();
  if (elapsed < minute) return 'just now';
  if (elapsed < hour) return relative.format(-Math.floor(elapsed / minute), 'minute');
  const days = Math.round((startOfDay(now) - startOfDay(date)) / day);
  if (days === 0) return relative.format(-Math.floor(elapsed / hour), 'hour');
  if (days < 7) return relative.format(-days, 'day');
  return (date.getFullYear() === now.getFullYear() ? thisYear : otherYear).format(date);
}

/** The full date and time. */
export function exactDate(date: Date): string {
  return exact.format(date);
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
