import type { Language } from './language.ts';
import type { Phrase } from './phrase.ts';
import { type Checks, joinDatesAndTimes, phrasesAt } from './phrases-at.ts';
import { mask } from './signs.ts';

const wordStart = /(?<![^\s,;])[^\s,;]/g;

/**
 * All phrases of a text that could be taken, also those that overlap, and the offsets of backslashes:
 * one makes the phrase behind it text.
 *
 * @param masked without signs and quoted text (signs.ts).
 */
export function findPhrases(
  masked: string,
  language: Language,
  checks: Checks,
): { phrases: Phrase[]; backslashes: number[] } {
  const phrases: Phrase[] = [];
  const backslashes: number[] = [];
  let text = masked;
  for (const { index: at, 0: first } of masked.matchAll(wordStart)) {
    if (first !== '\\') {
      phrases.push(...phrasesAt(text, at, language, checks));
      continue;
    }
    const ends = phrasesAt(text, at + 1, language, checks).map(({ end }) => end);
    if (ends.length === 0) continue;
    backslashes.push(at);
    text = mask(text, at, Math.max(...ends));
  }
  phrases.push(...joinDatesAndTimes(phrases, text));
  return { phrases, backslashes };
}
