// Which phrases of a text are taken: the longest, of equally long ones the last (DOMAIN §10).
import { endOf } from './match.ts';
import type { Phrase, Range } from './phrase.ts';

/**
 * The phrases that are taken, in the order of the text.
 *
 * @param unknown signs of what is not there yet: text now, but no other words.
 */
export function choosePhrases(
  phrases: readonly Phrase[],
  text: string,
  unknown: readonly Range[],
): Phrase[] {
  const possible = withoutMisplaced(phrases, text, unknown).toSorted(
    (one, other) =>
      Number(isExplicit(other)) - Number(isExplicit(one)) ||
      other.end - other.start - (one.end - one.start) ||
      other.start - one.start,
  );
  // How a rule starts and ends means nothing without it.
  const hasRule = possible.some(({ means }) => means.rule);
  const chosen: Phrase[] = [];
  const slots = new Set<string>();
  for (const phrase of possible) {
    const own = Object.keys(phrase.means);
    if (phrase.kind === 'rule' && !hasRule) continue;
    if (own.some((slot) => slots.has(slot)) || chosen.some((other) => overlap(phrase, other)))
      continue;
    chosen.push(phrase);
    for (const slot of own) slots.add(slot);
  }
  return chosen.toSorted((one, other) => one.start - other.start);
}

/** Rules, and dates of a named field, go before a date that is part of them. */
const isExplicit = ({ kind, means }: Phrase) =>
  Boolean(means.rule) || kind === 'start' || kind === 'deadline';

export const overlap = (one: Range, other: Range): boolean =>
  one.start < other.end && other.start < one.end;

/**
 * Without weak phrases that have other words, which no phrase has, before and after them. "Daily at 9" is a rule
 * anywhere.
 */
function withoutMisplaced(
  phrases: readonly Phrase[],
  text: string,
  unknown: readonly Range[],
): Phrase[] {
  const inOrder: (Range & Pick<Phrase, 'weak'>)[] = [...phrases, ...unknown].toSorted(
    (one, other) => one.start - other.start,
  );
  const atEnd = new Set<Range>();
  const starts = new Set([text.length]);
  for (const phrase of inOrder.toReversed()) {
    if (!starts.has(endOf(/[\s,.;:!?)…]*/y, text, phrase.end) ?? phrase.end)) continue;
    atEnd.add(phrase);
    starts.add(phrase.start);
  }
  const atStart = new Set<Range>();
  const ends = new Set([0]);
  for (const phrase of inOrder) {
    if (phrase.weak === 'end' && !atEnd.has(phrase)) continue;
    let before = phrase.start;
    while (/[\s,;]/.test(text.charAt(before - 1))) before -= 1;
    if (!ends.has(before)) continue;
    atStart.add(phrase);
    ends.add(phrase.end);
  }
  const times = new Set(phrases.flatMap(({ means, start }) => (means.time ? [start] : [])));
  const isBeforeTime = ({ end }: Phrase) => times.has(endOf(/\s+/y, text, end) ?? end);
  return phrases.filter(
    (phrase) =>
      !phrase.weak ||
      atEnd.has(phrase) ||
      (phrase.weak === 'edges' ? atStart.has(phrase) : isBeforeTime(phrase)),
  );
}
