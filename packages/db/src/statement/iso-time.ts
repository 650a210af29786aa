// ISO timestamps (2026-01-31T09:05:00.000Z) from what the engines store. A page has a hundred of them: with
// Date they would be half of its CPU (docs/decisions/0014-speed.md).
const day = 24 * 60 * 60 * 1_000;
const numbers = (count: number, digits: number) =>
  Array.from({ length: count }, (_, n) => String(n).padStart(digits, '0'));
const two = numbers(60, 2);
const three = numbers(1_000, 3);

/** The last day that was printed, as text. */
let cached = { day: Number.NaN, date: '' };

/** From milliseconds since 1970; the same as `new Date(time).toISOString()`. */
export function isoOf(given: number): string {
  const time = Math.trunc(given);
  const number = Math.floor(time / day);
  if (number !== cached.day) {
    cached = { day: number, date: new Date(number * day).toISOString().slice(0, -13) };
  }
  const inDay = time - number * day;
  const seconds = Math.floor(inDay / 1_000);
  const minutes = Math.floor(seconds / 60);
  const [h, m, s] = [two[Math.floor(minutes / 60)], two[minutes % 60], two[seconds % 60]];
  return `${cached.date}${h}:${m}:${s}.${three[inDay % 1_000]}Z`;
}

/**
 * From PostgreSQL's text, such as 2026-01-31 09:05:00.5+00. Other zones than UTC, unusual years, and text
 * that plain SQL wrote into SQLite go through Date.
 */
export function isoOfText(text: string): string {
  if (text.length > 26 || text.length < 22 || text[10] !== ' ' || !text.endsWith('+00')) {
    return dateOf(text).toISOString();
  }
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, -3).padEnd(3, '0')}Z`;
}

/** Offsets from before time zones have seconds. */
const unusual =
  /^(\d+)(-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)([+-])(\d\d):?(\d\d)?:?(\d\d)?( BC)?$/;

function dateOf(text: string): Date {
  const [, year, monthAndDay, time, sign, h, m = 0, s = 0, bc] = unusual.exec(text) ?? [];
  // SQLite's current_timestamp names no zone: it is UTC.
  if (time === undefined) return new Date(/ [\d:.]+$/.test(text) ? `${text}Z` : text);
  // There is no year 0: 1 BC is ISO's.
  const isoYear = bc ? 1 - Number(year) : Number(year);
  const digits = String(Math.abs(isoYear)).padStart(6, '0');
  const local = Date.parse(`${isoYear < 0 ? '-' : '+'}${digits}${monthAndDay}T${time}Z`);
  const seconds = Number(h) * 3_600 + Number(m) * 60 + Number(s);
  return new Date(local - Number(`${sign}${seconds}`) * 1_000);
}

/** From what either engine returns: text, or milliseconds since 1970. */
export const timeOf = (time: string | number): string =>
  typeof time === 'number' ? isoOf(time) : isoOfText(time);
