// Signs (#list, /section, @label), quoted text and escaped signs of quick add (DOMAIN §10).
import { codePoints, isNameText } from '@tydo/schemas/text';
import { fold } from '../fold.ts';
import type { Phrase, Range } from './phrase.ts';

/** The names that there are. Of a kind without names every name is taken as typed. */
export interface Names {
  lists?: readonly string[];
  sections?: readonly string[];
  labels?: readonly string[];
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
  /\\[#@/{"“]|(?<![^\s([])(?:"[^"]*"|“[^”]*”)|(?<!\S)([#/@])(?:"([^"]+)"|([^\s"]+))(?![^\s,.;:!?)…])/g;
type Kind = 'list' | 'section' | 'label';
const kinds: Partial<Record<string, Kind>> = { '#': 'list', '/': 'section', '@': 'label' };
/** In code points (DOMAIN §3). */
const maxLength = { list: 200, section: 200, label: 60 };
/** The limit of a task (DOMAIN §2). */
const maxLabels = 20;

export function findSigns(text: string, names: Names = {}): Signs {
  const found: Signs = { phrases: [], unknown: [], backslashes: [], masked: text };
  const spellings = {
    list: createSpellings(names.lists),
    section: createSpellings(names.sections),
    label: createSpellings(names.labels),
  };
  const labels = new Map<string, string>();
  for (const { 0: all, 1: sign = '', 2: quoted, 3: word = '', index: start } of text.matchAll(
    signs,
  )) {
    let end = start + all.length;
    const kind = kinds[sign];
    if (kind) {
      const spellingOf = spellings[kind];
      const typed = quoted?.trim() ?? withoutPunctuation(word, spellingOf);
      if (!isNameText(typed) || codePoints(typed) > maxLength[kind]) continue;
      if (quoted === undefined) {
        if (isText(kind, typed)) continue;
        end = start + 1 + typed.length;
      }
      const name = spellingOf ? spellingOf(typed) : typed;
      if (kind === 'label') {
        const label = name ?? labels.get(fold(typed)) ?? typed;
        labels.set(fold(typed), label);
        if (labels.size <= maxLabels) found.phrases.push({ kind, start, end, means: {}, label });
      } else if (name === undefined) {
        found.unknown.push({ kind, name: typed, start, end });
      } else {
        found.phrases.push({ kind, start, end, means: { [kind]: name } });
      }
    } else if (all.startsWith('\\')) {
      found.backslashes.push(start);
    }
    found.masked = mask(found.masked, start, end);
  }
  return found;
}

type Spellings = ((name: string) => string | undefined) | undefined;

/** Looks up how a name is spelled: as typed, or else as the first one that is folded alike. */
function createSpellings(names: readonly string[] | undefined): Spellings {
  if (!names) return undefined;
  let folded: Map<string, string> | undefined;
  return (name) => {
    if (names.includes(name)) return name;
    folded ??= new Map(names.toReversed().map((one) => [fold(one), one]));
    return folded.get(fold(name));
  };
}

/** Punctuation ends a name, unless there is a name with it. */
const withoutPunctuation = (word: string, spellingOf: Spellings) =>
  spellingOf?.(word) ? word : word.replace(/[,.;:!?)…]+$/, '');

/** `#42` is a number, `@x.yy` an address. */
const isText = (kind: Kind, name: string) =>
  (kind === 'list' && /^\d+$/.test(name)) || (kind === 'label' && name.includes('.'));

/** Replaces a range by characters that no pattern matches. */
export const mask = (text: string, start: number, end: number): string =>
  text.slice(0, start) + '\uFFFC'.repeat(end - start) + text.slice(end);
