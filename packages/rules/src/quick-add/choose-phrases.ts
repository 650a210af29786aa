// Which phrases of a text are taken: the longest, of equally long ones the last (DOMAIN §10).
import { endOf } from './match.ts';
import type { Phrase } from './phrase.ts';

/** The phrases that are taken, in the order of the text. */
export function choosePhrases(phrases: readonly Phrase[], text: string): Phrase[] {
  const possible = withoutMisplaced(phrases, text).toSorted(
    (one, other) => other.end - other.start - (one.end - one.start) || other.start - one.start,
  );
  const rule = possible.find(({ means }) => means.rule);
  const chosen = rule ? [rule] : [];
  const slots = new Set<string>(['rule']);
  for (const phrase of possible) {
    const own = Object.keys(phrase.means);
    const isFree =
      // How a rule starts and ends means nothing without it.
      (rule || phrase.kind !== 'rule') &&
      !own.some((slot) => slots.has(slot)) &&
      !chosen.some(({ start, end }) => start < phrase.end && phrase.start < end);
    if (!isFree) continue;
    chosen.push(phrase);
    for (const slot of own) slots.add(slot);
  }
  return chosen.toSorted((one, other) => one.start - other.start);
}

/** Without weak phrases that have other words, which no phrase has, before and after them. */
function withoutMisplaced(phrases: readonly Phrase[], text: string): Phrase[] {
  const inOrder = phrases.toSorted((one, other) => one.start - other.start);
  const atEnd = new Set<Phrase>();
  const starts = new Set([text.length]);
  for (const phrase of inOrder.toReversed()) {
    if (!starts.has(endOf(/[\s,.;:!?)…]*/y, text, phrase.end) ?? phrase.end)) continue;
    atEnd.add(phrase);
    starts.add(phrase.start);
  }
  const atStart = new Set<Phrase>();
  const ends = new Set([0]);
  for (const phrase of inOrder) {
    if (phrase.weak === 'end' && !atEnd.has(phrase)) continue;
    let before = phrase.start;
    while (/[\s,;]/.test(text.charAt(before - 1))) before -= 1;
    if (!ends.has(before)) continue;
    atStart.add(phrase);
    ends.add(phrase.end);
  }
  return phrases.filter(
    (phrase) =>
      !phrase.weak || atEnd.has(phrase) || (phrase.weak === 'edges' && atStart.has(phrase)),
  );
}
