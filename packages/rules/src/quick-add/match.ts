import type { Pattern } from './language.ts';

/** The words of a match, and where it ends. */
export interface Match<Words> {
  words: Words;
  end: number;
}

/** Where a sticky pattern that begins at an offset ends; undefined where it does not match. */
export function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** The longest match at an offset that has a meaning, of equally long ones the first. */
export function longest<Words>(
  patterns: readonly Pattern<Words>[],
  text: string,
  at: number | undefined,
  isPossible: (words: Words) => boolean = () => true,
): Match<Words> | undefined {
  let best: Match<Words> | undefined;
  if (at === undefined) return best;
  for (const { pattern, read } of patterns) {
    const end = endOf(pattern, text, at);
    if (end === undefined || end <= (best?.end ?? at)) continue;
    pattern.lastIndex = at;
    const [, ...groups] = pattern.exec(text) ?? [];
    const words = read(...groups);
    if (words && isPossible(words)) best = { words, end };
  }
  return best;
}
