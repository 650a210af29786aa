import { dateLanguage } from '../lib/language.ts';

const weekday = new Intl.DateTimeFormat(dateLanguage, { weekday: 'long', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat(dateLanguage, {
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** "Friday". */
export const weekdayWords = (day: string): string => weekday.format(new Date(`${day}T00:00:00Z`));

/** "December 2026". */
export const monthWords = (day: string): string => month.format(new Date(`${day}T00:00:00Z`));
