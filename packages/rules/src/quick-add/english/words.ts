// The words of dates, times and rules, and what they count for. In the sources of patterns a blank
// stands for any white space.
import type { Pattern, Unit } from '../language.ts';

export type Groups = Partial<Record<string, string>>;
export type Read<Words> = (groups: Groups) => Words | undefined;

export const sticky = (source: string): RegExp =>
  new RegExp(source.replaceAll(' ', '\\s+'), 'iy');

/** A pattern of whole words: punctuation and white space, or the end, follow. */
export const phrase = <Words>(source: string, read: Read<Words>): Pattern<Words> => ({
  pattern: sticky(`${source}(?=[,.;:!?)…]*(?:\\s|$))`),
  read,
});

const numerals = 'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve';
export const ordinals = 'first|second|third|fourth|fifth';
export const nth = '\\d{1,2}(?:st|nd|rd|th)';
export const number = `\\d{1,5}|${numerals}`;
export const weekday =
  '(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)';
const month =
  '(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
export const dayOfYear = [
  `(?:the )?(?<day>\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${month}`,
  `${month} (?:the )?(?<day>\\d{1,2})(?:st|nd|rd|th)?`,
];
export const unit =
  '(?<unit>min(?:ute)?s?|h(?:(?:ou)?rs?)?|days?|weeks?|months?|quarters?|years?)';
export const amount = `(?<count>${number}|an?) ${unit}`;
export const part = '(?<part>morning|afternoon|evening|night)';
export const optionalPart = `(?: (?:in the |at )?${part})?`;

const values: Partial<Record<string, number>> = {
  last: -1,
  other: 2,
  morning: 9 * 60,
  afternoon: 15 * 60,
  evening: 19 * 60,
  night: 22 * 60,
};
for (const names of [numerals, ordinals]) {
  for (const [index, name] of names.split('|').entries()) values[name] = index + 1;
}

/** Of digits, a numeral or an ordinal; 1 of any other word ("a"). */
export const numberOf = (word = ''): number =>
  /\d/.test(word) ? Number.parseInt(word, 10) : (values[word.toLowerCase()] ?? 1);

/** The usual minute of a part of the day. */
export const minuteOf = (name: string | undefined): number | undefined =>
  name === undefined ? undefined : values[name.toLowerCase()];

const placeOf = (name: string, names: string) => names.indexOf(name.slice(0, 3).toLowerCase()) / 3;
/** 0 Monday … 6 Sunday. */
export const weekdayOf = (name = ''): number => placeOf(name, 'montuewedthufrisatsun');
/** 1–12. */
export const monthOf = (name = ''): number =>
  placeOf(name, 'janfebmaraprmayjunjulaugsepoctnovdec') + 1;

const units: Partial<Record<string, Unit>> = { mi: 'minute', h: 'hour', w: 'week', y: 'year' };
const months: Partial<Record<string, number>> = { mo: 1, q: 3 };
/** So many units; a quarter is three months. */
export function amountOf({ count, unit: name = '' }: Groups): { count: number; unit: Unit } {
  const [start = ''] = /^m?./.exec(name.toLowerCase()) ?? [];
  const inMonths = months[start];
  if (inMonths !== undefined) return { count: numberOf(count) * inMonths, unit: 'month' };
  return { count: numberOf(count), unit: units[start] ?? 'day' };
}

/** The group `items`: commas, "and", "&", "/", and what else is given, stand between the items. */
export const list = (item: string, between = ','): string =>
  `(?<items>${item}(?:(?:\\s*,\\s*(?:and )?|\\s*[&/]\\s*| and |${between})${item})*)`;

export const itemsOf = (item: string, items = ''): string[] =>
  items.match(new RegExp(item, 'gi')) ?? [];
