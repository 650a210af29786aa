// A search as people type it: words, and among them terms of filters (DOMAIN §9) without signs between them.
import { type FilterExpr, type FilterTerm, isNameTerm } from './filter/expression.ts';
import { idsNamed, type NamedRows } from './filter/names.ts';
import { parseFilter } from './filter/parse-filter.ts';

export interface Search {
  /** What every task that is found has in its texts. */
  words: string[];
  /** What was read as terms of a filter, from left to right. */
  terms: { text: string; expr: FilterExpr }[];
}

/** "next 7 days", "date before: next friday": longer terms are written as a filter, with signs. */
const maxWordsOfTerm = 5;
/** As of a filter. Each task is compared with each word. */
const maxLength = 500;

/**
 * Reads what was typed so far. A term finds tasks that have its words in their texts, too, so that reading
 * a word as a term never hides a task. A name may be a beginning of one: `@err` stands for `@errand`.
 *
 * A text with signs of filters, such as `p1 & !done`, is that filter. What is longer than 500 UTF-16 units is cut.
 */
export function readSearch(typed: string, rows: NamedRows): Search {
  const text = typed.slice(0, maxLength);
  const whole = /[&|!()]/.test(text) ? parseFilter(text.trim()) : undefined;
  if (whole?.ok) return { words: [], terms: [{ text: text.trim(), expr: whole.expr }] };
  // All have to hold anyway.
  const pieces = (text.match(/[#/@]?"[^"]*"|\S+/g) ?? []).filter((piece) => piece !== '&');
  const search: Search = { words: [], terms: [] };
  for (let at = 0; at < pieces.length; ) {
    const [first = '', ...next] = pieces.slice(at, at + maxWordsOfTerm);
    const found = readTerm([first, ...next], rows);
    const word = first.replaceAll('"', '').trim();
    if (found) search.terms.push({ text: found.text, expr: found.expr });
    else if (word !== '') search.words.push(word);
    at += found?.length ?? 1;
  }
  return search;
}

/** The longest term at the start of these pieces, and of how many it is. */
function readTerm(pieces: readonly string[], rows: NamedRows) {
  for (let length = pieces.length; length > 0; length -= 1) {
    const text = pieces.slice(0, length).join(' ');
    const parsed = parseFilter(text);
    const term = parsed.ok ? termIn(parsed.expr, rows) : undefined;
    if (term) return { text, length, expr: orText(term, text) };
  }
  return undefined;
}

const isTerm = (expr: FilterExpr): expr is FilterTerm => !('items' in expr || 'item' in expr);

/** A term, or that one does not hold; undefined for what consists of several. */
function termIn(expr: FilterExpr, rows: NamedRows): FilterExpr | undefined {
  if (isTerm(expr)) return termMeant(expr, rows);
  if (!('item' in expr) || !isTerm(expr.item)) return undefined;
  const item = termMeant(expr.item, rows);
  return item && { ...expr, item };
}

/** Undefined for a name that nothing begins with. */
function termMeant(term: FilterTerm, rows: NamedRows): FilterTerm | undefined {
  if (!isNameTerm(term)) return term;
  const isKnown = (name: string) => idsNamed({ ...term, name }, rows).size > 0;
  const names = [term.name, `${term.name}*`];
  const name = names.find(isKnown);
  return name === undefined ? undefined : { ...term, name };
}

const orText = (term: FilterExpr, text: string): FilterExpr => ({
  type: 'or',
  items: [term, { type: 'search', text }],
});

/** All that has to hold of a task that is found: for `testOf`. */
export const exprOf = ({ words, terms }: Search): FilterExpr => ({
  type: 'and',
  items: [
    ...words.map((text): FilterTerm => ({ type: 'search', text })),
    ...terms.map(({ expr }) => expr),
  ],
});
