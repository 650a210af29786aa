// Quick add: one line of text becomes the fields of a task (DOMAIN §10). The language is a pack, English.
import { choosePhrases, overlap } from './quick-add/choose-phrases.ts';
import { type Clock, clockOf, readingsOf } from './quick-add/days.ts';
import { english } from './quick-add/english.ts';
import { type Fields, fieldsOf } from './quick-add/fields.ts';
import { findPhrases } from './quick-add/find-phrases.ts';
import type { Phrase, Range, SpanKind } from './quick-add/phrase.ts';
import { isPossibleRule } from './quick-add/rule.ts';
import { findSigns, type Names, type Signs, type Unknown } from './quick-add/signs.ts';
import { titleOf } from './quick-add/title.ts';

export interface QuickAddOptions {
  /** ISO timestamp. */
  now: string;
  zone: string;
  /** Which number of 1/2 is the month. `mdy` by default. */
  dateOrder?: 'mdy' | 'dmy';
  /** 1 Monday (the default) … 7 Sunday. */
  weekStart?: number;
  names?: Names;
}

/** What a text means. A field that was not said is missing. */
export interface QuickAdd extends Fields {
  title: string;
  labels?: string[];
  /** Lists and sections that are not in `names`; they are part of the title. */
  unknown?: Unknown[];
  /** What was taken from the text, in its order: UTF-16 offsets. */
  spans: (Range & { kind: SpanKind })[];
}

/**
 * Reads a line of text. It takes any text.
 *
 * @throws RangeError for a zone that Intl does not know, or a `now` that is no timestamp.
 */
export function parseQuickAdd(
  text: string,
  { now, zone, dateOrder, weekStart, names }: QuickAddOptions,
): QuickAdd {
  const clock = clockOf(now, { zone, dateOrder, weekStart });
  const signs = findSigns(text, names);
  const { phrases, backslashes } = findPhrases(signs.masked, english, {
    isDate: ({ date }) => readingsOf(date, clock).length > 0,
    isRule: isPossibleRule,
  });
  const { taken, fields } = take([...signs.phrases, ...phrases], signs, clock);
  const labels = taken.flatMap(({ label }) => label ?? []);
  return {
    title: titleOf(text, taken, [...signs.backslashes, ...backslashes]),
    ...fields,
    ...(labels.length > 0 && { labels: [...new Set(labels)] }),
    ...(signs.unknown.length > 0 && { unknown: signs.unknown }),
    spans: taken.map(({ kind, start, end }) => ({ kind, start, end })),
  };
}

/** What can be taken together: what leaves no occurrence of a rule is text. */
function take(
  phrases: readonly Phrase[],
  signs: Pick<Signs, 'masked' | 'unknown'>,
  clock: Clock,
): { taken: Phrase[]; fields: Fields } {
  const taken = choosePhrases(phrases, signs.masked, signs.unknown);
  const fields = fieldsOf(Object.assign({}, ...taken.map(({ means }) => means)), clock);
  if (typeof fields !== 'string') return { taken, fields };
  const impossible = taken.find(({ means }) => fields in means);
  return take(
    phrases.filter((phrase) => !impossible || !overlap(phrase, impossible)),
    signs,
    clock,
  );
}
