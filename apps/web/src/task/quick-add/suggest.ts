// What a name could become that is being typed: `#hom` → "Home".
import { fold } from '@tydo/rules/fold';
import { ranked } from '../../lib/rank.ts';
import type { Known } from './reading.ts';

/** A `#`, `/` or `@` and what is typed behind it so far. */
export interface NameToken {
  sign: '#' | '/' | '@';
  prefix: string;
  /** Where the sign stands in the text. */
  start: number;
  end: number;
}

const maxShown = 6;
const noUse = new Map<string, number>();

/** The name that is typed right before the caret. */
export function tokenAt(text: string, caret: number): NameToken | undefined {
  const found = /(?:^|\s)([#/@])"?([^\s"#@/]*)$/.exec(text.slice(0, caret));
  const [, sign, prefix] = found ?? [];
  if (prefix === undefined || (sign !== '#' && sign !== '/' && sign !== '@')) return undefined;
  return { sign, prefix, start: text.lastIndexOf(sign, caret - 1), end: caret };
}

/** The names that it could be, best first; none where it is one already. */
export function namesFor({ sign, prefix }: NameToken, known: Known): string[] {
  const rows = { '#': known.lists, '/': known.sections, '@': known.labels }[sign];
  const names = [...new Set(rows.map(({ name }) => name))];
  if (names.some((name) => fold(name) === fold(prefix))) return [];
  const items = names.map((name) => ({ id: name, label: name }));
  return ranked(items, prefix, noUse)
    .slice(0, maxShown)
    .map(({ label }) => label);
}

/** The text with the name in place of what was typed, and where the caret goes. */
export function withName(text: string, { sign, start, end }: NameToken, name: string) {
  const written = /\s/.test(name) ? `${sign}"${name}" ` : `${sign}${name} `;
  const rest = text.slice(end).replace(/^"?\s/, '');
  return { text: text.slice(0, start) + written + rest, caret: start + written.length };
}
