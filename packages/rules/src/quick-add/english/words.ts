// The words of dates, times and rules, and what they count for.
import type { Unit } from '../language.ts';

const numerals = 'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve';
const ordinals = 'first|second|third|fourth|fifth';
export const number = `[1-9]\\d{0,4}|${numerals}`;
export const nth = '[1-9]\\d?(?:st|nd|rd|th)';
export const ordinal = `(?:${nth}|${ordinals}|last)`;
export const weekday =
  '(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)';
export const month =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
export const dayOfMonth = '(?:the )?(\\d{1,2})(?:st|nd|rd|th)?';
export const unit = '(min(?:ute)?s?|h(?:(?:ou)?rs?)?|days?|weeks?|months?|quarters?|years?)';
export const amount = `(${number}|an?) ${unit}`;
export const part = '(morning|afternoon|evening|night)';
export const optionalPart = `(?: (?:in the |at )?${part})?`;

const values: Partial<Record<string, number>> = {
  last: -1,
  other: 2,
  morning: 9 * 60,
  afternoon: 15 * 60,
  evening: 19 * 60,
  night: 22 * 60,
};
for (const words of [numerals, ordinals]) {
  for (const [index, word] of words.split('|').entries()) values[word] = index + 1;
}

/** Of digits, a numeral or an ordinal; the usual minute of a part of the day. */
export const valueOf = (word: string | undefined): number | undefined =>
  Number.parseInt(word ?? '', 10) || values[word?.toLowerCase() ?? ''];

/** 1 of no number ("a"). */
export const numberOf = (word: string | undefined): number => valueOf(word) ?? 1;

const placeOf = (word = '', words: string) => words.indexOf(word.slice(0, 3).toLowerCase()) / 3;
/** 0 Monday … 6 Sunday. */
export const weekdayOf = (word?: string): number => placeOf(word, 'montuewedthufrisatsun');
/** 1–12. */
export const monthOf = (word?: string): number =>
  placeOf(word, 'janfebmaraprmayjunjulaugsepoctnovdec') + 1;

const units: Partial<Record<string, Unit>> = { mi: 'minute', h: 'hour', w: 'week', y: 'year' };
const months: Partial<Record<string, number>> = { mo: 1, q: 3 };
/** So many units; a quarter is three months. */
export function amountOf(count?: string, word = ''): { count: number; unit: Unit } {
  const [start = ''] = /^m?./.exec(word.toLowerCase()) ?? [];
  const inMonths = months[start];
  return inMonths
    ? { count: numberOf(count) * inMonths, unit: 'month' }
    : { count: numberOf(count), unit: units[start] ?? 'day' };
}

const items = (item: string, between: string, count: string) =>
  `(${item}(?:(?:\\s*,\\s*(?:and )?|\\s*[&/]\\s*| and |${between})${item})${count})`;

/** One group: items with commas, "and", "&", "/", or what else is given, between them. */
export const list = (item: string, between = ','): string => items(item, between, '*');

/** The same, of at least two. */
export const listOfMany = (item: string): string => items(item, ',', '+');

export const itemsOf = (item: string, text = ''): string[] =>
  text.match(new RegExp(item, 'gi')) ?? [];
