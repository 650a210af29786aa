import type { Range } from './phrase.ts';

const blanks = /[\s\u0085]+/g;
const punctuation = /^[,.;:!?)…]+(?=\s|$)/;

/**
 * What is left of the text: without the ranges that were taken, and without backslashes; blanks joined,
 * no comma at the edges. The whole text where nothing is left (DOMAIN §10).
 */
export function titleOf(
  text: string,
  taken: readonly Range[],
  backslashes: readonly number[],
): string {
  const whole = text.replace(blanks, ' ').trim();
  if (taken.length === 0 && backslashes.length === 0) return whole;
  const cuts = [
    ...taken.map(({ start, end }) => ({ start, end, join: joinWords })),
    ...backslashes.map((start) => ({ start, end: start + 1, join: joinParts })),
  ].toSorted((one, other) => one.start - other.start);
  let title = text.slice(0, cuts[0]?.start);
  for (const [index, { end, join }] of cuts.entries()) {
    title = join(title, text.slice(end, cuts[index + 1]?.start));
  }
  const trimmed = title
    .replace(blanks, ' ')
    .replace(/,[\s,]*(?=[,.!?])/g, '')
    .replace(/^(?:[\s,]|:(?=\s))+|[\s,]+$/g, '');
  return /^[\s,.;:!?)…]*$/.test(trimmed) ? whole : trimmed;
}

const joinParts = (left: string, right: string) => left + right;

/** Punctuation stays at the word before it. */
function joinWords(left: string, right: string): string {
  const rest = right.trimStart();
  return left.trimEnd() + (punctuation.test(rest) ? '' : ' ') + rest;
}
