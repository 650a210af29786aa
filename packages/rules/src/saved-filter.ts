// Filters as rows; filter.ts has their language.
import { type FilterCreate, type FilterRead, filterLimits } from '@tydo/schemas/filter';
import { codePoints } from '@tydo/schemas/text';
import type { NameKind } from './filter/expression.ts';
import { parseFilter, renameInFilter } from './filter.ts';
import { fold } from './fold.ts';
import { type NewRow, newRow } from './ordered-row.ts';
import { withoutUndefined } from './row.ts';
import { RuleViolation } from './violation.ts';

/** @throws RuleViolation at `query` where it does not parse: the message ends with ` at <offset>`. */
export function requireQuery(query: string): void {
  const parsed = parseFilter(query);
  if (!parsed.ok) throw new RuleViolation(parsed.message, 'query');
}

/** A new filter. @throws RuleViolation at `query` where it does not parse. */
export function createFilter(input: Omit<FilterCreate, 'operationId'>, made: NewRow): FilterRead {
  requireQuery(input.query);
  return { color: null, ...withoutUndefined(newRow(input, made)) };
}

/** A list, section or label gets another name. */
export interface Renaming {
  type: NameKind;
  from: string;
  to: string;
}

/**
 * The new queries, by id, of the filters that name a renamed list, section or label.
 *
 * @param names of all rows of its noun, without the renamed one: while one of them still has the old name,
 * the filters are about that one.
 * @throws RuleViolation at `name` where a query would get too long.
 */
export function renameInFilters(
  filters: readonly Pick<FilterRead, 'id' | 'query'>[],
  renaming: Renaming,
  names: readonly string[],
): ReadonlyMap<string, string> {
  const old = fold(renaming.from);
  if (names.some((name) => fold(name) === old)) return new Map();
  const renamed = filters.flatMap(({ id, query }) => {
    const parsed = parseFilter(query);
    const text = parsed.ok ? renameInFilter(query, parsed.expr, renaming) : query;
    return text === query ? [] : ([[id, text]] as const);
  });
  if (renamed.some(([, query]) => codePoints(query) > filterLimits.query)) {
    const { query } = filterLimits;
    throw new RuleViolation(`A filter that names it would get longer than ${query}.`, 'name');
  }
  return new Map(renamed);
}
