// The grammar of filters (DOMAIN §9): `!` binds tightest, then `&`, then `|`.
import type { DayField, FilterExpr, FilterTerm, NameKind } from './expression.ts';
import { readDate, readTerm } from './terms.ts';

/** `at` is a UTF-16 offset; the message ends with it. */
export type ParsedFilter = { ok: true; expr: FilterExpr } | FilterProblem;

interface FilterProblem {
  ok: false;
  at: number;
  message: string;
}

const maxLength = 500;
const maxTerms = 50;
const maxDepth = 20;
const nameKinds: Partial<Record<string, NameKind>> = { '#': 'list', '/': 'section', '@': 'label' };
const dayFields: Partial<Record<string, DayField>> = {
  date: 'due',
  deadline: 'deadline',
  start: 'start',
  created: 'created',
  done: 'done',
};

/**
 * Reads a query: at most 500 code points, 50 terms, and 20 levels of `!` and parentheses. What a `(` or
 * `!` holds is one level deeper.
 */
export function parseFilter(query: string): ParsedFilter {
  let at = 0;
  let terms = 0;
  let depth = 0;
  let problem: FilterProblem | undefined;

  try {
    const kept = Array.from(query).slice(0, maxLength).join('');
    if (kept !== query) fail(`Use at most ${maxLength} characters`, kept.length);
    const expr = any();
    if (at < query.length) fail('Expected "&" or "|"');
    return { ok: true, expr };
  } catch (error) {
    if (problem) return problem;
    throw error;
  }

  function fail(message: string, offset = at): never {
    problem = { ok: false, at: offset, message: `${message} at ${offset}` };
    throw new SyntaxError(problem.message);
  }

  function any(): FilterExpr {
    return chain('|', 'or', () => chain('&', 'and', operand));
  }

  function chain(sign: string, type: 'or' | 'and', next: () => FilterExpr): FilterExpr {
    const first = next();
    const items = [first];
    while (take(sign)) items.push(next());
    return items.length === 1 ? first : { type, items };
  }

  function operand(): FilterExpr {
    const isNot = take('!');
    if (!isNot && !take('(')) return term();
    depth += 1;
    if (depth > maxDepth) fail(`Use at most ${maxDepth} levels`, at - 1);
    const expr: FilterExpr = isNot ? { type: 'not', item: operand() } : any();
    if (!isNot && !take(')')) fail('Expected ")"');
    depth -= 1;
    return expr;
  }

  function term(): FilterTerm {
    terms += 1;
    if (terms > maxTerms) fail(`Use at most ${maxTerms} terms`);
    const type = nameKinds[query.charAt(at)];
    if (type) {
      match(/.\s*/y);
      const start = at;
      return { type, name: text('a name'), start, end: at };
    }
    if (match(/search\s*:\s*/iy)) return { type: 'search', text: text('a text') };
    const [, name = '', relation = ''] =
      match(/(date|deadline|start|created|done)\s+(before|after)\s*:\s*/iy) ?? [];
    const field = dayFields[name.toLowerCase()];
    const start = at;
    const words = trimmed(/[^&|()!]*/y);
    if (words === '') fail(field ? 'Expected a date' : 'Expected a term');
    if (!field) return readTerm(words) ?? fail(`There is no term ${JSON.stringify(words)}`, start);
    const date = readDate(words) ?? fail(`There is no date ${JSON.stringify(words)}`, start);
    return { type: 'day', field, relation: /before/i.test(relation) ? 'before' : 'after', date };
  }

  /** A quoted text, or all up to the next operator. */
  function text(what: string): string {
    const start = at;
    const [, quoted] = match(/"([^"]*)"/y) ?? [];
    const found = quoted?.trim() ?? trimmed(/[^&|)]*/y);
    if (quoted === undefined && found.startsWith('"')) fail('Expected another "', at);
    return found === '' ? fail(`Expected ${what}`, start) : found;
  }

  /** A match without the blanks at its end. */
  function trimmed(pattern: RegExp): string {
    const start = at;
    const found = match(pattern)?.[0].trimEnd() ?? '';
    at = start + found.length;
    return found;
  }

  function take(sign: string): boolean {
    match(/\s*/y);
    if (query.charAt(at) !== sign) return false;
    at += 1;
    return true;
  }

  function match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(query) ?? undefined;
    if (found) at = pattern.lastIndex;
    return found;
  }
}
