// Lists, sections and labels of filters, by name (DOMAIN §9).
import { fold } from '../fold.ts';
import { type FilterExpr, isNameTerm, type NameKind, termsOf } from './expression.ts';

/** A list, section or label. */
export interface Named {
  id: string;
  name: string;
}

/** The rows that names are looked up in. */
export interface NamedRows {
  lists: readonly Named[];
  sections: readonly Named[];
  labels: readonly Named[];
}

/** The Inbox is a list without a row: `listId` is null. */
const inbox = { id: null, name: 'Inbox' };

/** The ids of the rows with a name, compared folded; `*` in it stands for any text. */
export function idsNamed(
  { type, name }: { type: NameKind; name: string },
  { lists, sections, labels }: NamedRows,
): Set<string | null> {
  const rows = { list: [inbox, ...lists], section: sections, label: labels }[type];
  const pieces = fold(name).split('*');
  return new Set(rows.filter((row) => isLike(fold(row.name), pieces)).map(({ id }) => id));
}

/** Whether a text is these pieces in this order, with any text between them. */
function isLike(text: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** The names in a filter that nothing has, each once, as `filter.check` answers them. */
export const unknownNames = (expr: FilterExpr, rows: NamedRows): string[] => [
  ...new Set(
    termsOf(expr)
      .filter(isNameTerm)
      .filter((term) => idsNamed(term, rows).size === 0)
      .map(({ name }) => name),
  ),
];

/**
 * The filter after a list, section or label was renamed: terms that name it get the new name, in quotes
 * where it needs them. Patterns with `*` stay, and `#Inbox`, which is the Inbox's name as well. It may be
 * longer than a filter can be.
 */
export function renameInFilter(
  query: string,
  expr: FilterExpr,
  { type, from, to }: { type: NameKind; from: string; to: string },
): string {
  const isInbox = type === 'list' && fold(from) === fold(inbox.name);
  const terms = termsOf(expr)
    .filter(isNameTerm)
    .filter((term) => term.type === type && !isInbox && fold(term.name) === fold(from));
  const written = /[&|)]/.test(to) ? `"${to}"` : to;
  return terms.reduceRight(
    (text, { start, end }) => text.slice(0, start) + written + text.slice(end),
    query,
  );
}
