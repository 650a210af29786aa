// Signs (#list, /section, @label), quoted text and escaped signs of quick add (DOMAIN §10).
import { fold } from '../fold.ts';
import type { Phrase, Range } from './phrase.ts';

/** The names that there are. Of a kind without names every name is taken as typed. */
export interface Names {
  lists?: string[];
  sections?: string[];
  labels?: string[];
}

/** A list or section that is not there. */
export interface Unknown extends Range {
  kind: 'list' | 'section';
  name: string;
}

export interface Signs {
  phrases: Phrase[];
  unknown: Unknown[];
  /** Offsets of backslashes before signs. */
  backslashes: number[];
  /** The text without what was found, so that no other phrase is found in it; offsets are the same. */
  masked: string;
}

const signs =
  /\\[#@/{"“]|(?<![^\s([])(?:"[^"]*"|“[^”]*”)|(?<!\S)(?<sign>[#/@])(?:"(?<quoted>[^"]+)"|(?<word>[^\s"]+))(?![^\s,.;:!?)…])/g;
const kinds = { '#': 'list', '/': 'section', '@': 'label' } as const;
/** In code points (DOMAIN §3). */
const maxLength = { list: 200, section: 200, label: 60 };

/** The limit of a task (DOMAIN §2). */
const maxLabels = 20;
type Kind = keyof typeof maxLength;

export function findSigns(text: string, names: Names = {}): Signs {
  const known = { list: names.lists, section: names.sections, label: names.labels };
  const labels = new Set<string>();
  const found: Signs = { phrases: [], unknown: [], backslashes: [], masked: text };
  for (const { 0: all, index: start, groups } of text.matchAll(signs)) {
    let end = start + all.length;
    const { sign, quoted, word = '' } = groups ?? {};
    if (all.startsWith('\\')) found.backslashes.push(start);
    if (sign === '#' || sign === '/' || sign === '@') {
      const kind = kinds[sign];
      const spellings = known[kind] && new Map(known[kind].map((name) => [fold(name), name]));
      const typed = quoted?.trim() ?? withoutPunctuation(word, spellings);
      if (typed === '' || Array.from(typed).length > maxLength[kind]) continue;
      if (quoted === undefined) {
        if (isText(kind, typed)) continue;
        end = start + 1 + typed.length;
      }
      const name = spellings ? spellings.get(fold(typed)) : typed;
      if (kind === 'label') {
        labels.add(fold(typed));
        if (labels.size <= maxLabels)
          found.phrases.push({ kind, start, end, means: {}, label: name ?? typed });
      } else if (name === undefined) {
        found.unknown.push({ kind, name: typed, start, end });
      } else {
        found.phrases.push({ kind, start, end, means: { [kind]: name } });
      }
    }
    found.masked = mask(found.masked, start, end);
  }
  return found;
}

/** Punctuation ends a name, unless there is a name with it. */
const withoutPunctuation = (word: string, spellings: Map<string, string> | undefined) =>
  spellings?.has(fold(word)) ? word : word.replace(/[,.;:!?)…]+$/, '');

/** `#42` is a number, `@x.yy` an address. */
const isText = (kind: Kind, name: string) =>
  (kind === 'list' && /^\d+$/.test(name)) || (kind === 'label' && name.includes('.'));

/** Replaces a range by characters that no pattern matches. */
export const mask = (text: string, start: number, end: number): string =>
  text.slice(0, start) + '\uFFFC'.repeat(end - start) + text.slice(end);
