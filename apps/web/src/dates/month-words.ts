const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** "Friday". */
export const weekdayWords = (day: string): string => weekday.format(new Date(`${day}T00:00:00Z`));

/** "December 2026". */
export const monthWords = (day: string): string => month.format(new Date(`${day}T00:00:00Z`));
