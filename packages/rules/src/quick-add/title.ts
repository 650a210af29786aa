import type { Range } from './phrase.ts';

/**
 * What is left of the text: without the ranges that were taken, and without backslashes; blanks joined,
 * no comma at the edges. The whole text where nothing is left (DOMAIN §10).
 */
export function titleOf(
  text: string,
  taken: readonly Range[],
  backslashes: readonly number[],
): string {
  if (taken.length === 0 && backslashes.length === 0) return joinBlanks(text).trim();
  const cuts = [
    ...taken.map(({ start, end }) => ({ start, end, by: '\n' })),
    ...backslashes.map((start) => ({ start, end: start + 1, by: '' })),
  ].toSorted((one, other) => one.start - other.start);
  let kept = '';
  let from = 0;
  for (const { start, end, by } of cuts) {
    kept += text.slice(from, start) + by;
    from = end;
  }
  // Punctuation behind what was taken moves up to the word before it.
  const title = joinBlanks(kept + text.slice(from)).replace(/\n(?=[,.;:!?)…]+(?:\s|$))/g, '');
  const trimmed = title
    .replaceAll('\n', ' ')
    .replace(/,[\s,]*(?=[,.!?])/g, '')
    .replace(/^(?:[\s,]|:(?=\s))+|[\s,]+$/g, '');
  return trimmed || joinBlanks(text).trim();
}

const joinBlanks = (text: string) =>
  text.replace(/[\s\u0085]+/g, (blanks) => (blanks.includes('\n') ? '\n' : ' '));
