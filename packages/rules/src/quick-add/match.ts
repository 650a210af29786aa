import type { Pattern } from './language.ts';

/** The words of a match, and where it ends. */
export interface Match<Words> {
  words: Words;
  end: number;
}

/** A sticky pattern; a blank in its source stands for any white space. */
export const sticky = (source: string): RegExp => new RegExp(source.replaceAll(' ', '\\s+'), 'iy');

/** A pattern of whole words: punctuation and white space, or the end, follow. */
export const phrase = <Words>(source: string, read: Pattern<Words>['read']): Pattern<Words> => ({
  pattern: sticky(`${source}(?=[,.;:!?)…]*(?:\\s|$))`),
  read,
});

/** The match of a sticky pattern at an offset. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** Where it ends. */
export function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  return matchAt(pattern, text, at) && pattern.lastIndex;
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
    const match = matchAt(pattern, text, at);
    const end = pattern.lastIndex;
    if (!match || end <= (best?.end ?? at)) continue;
    const words = read(...match.slice(1));
    if (words && isPossible(words)) best = { words, end };
  }
  return best;
}
