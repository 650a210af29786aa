import { type Renaming, renameInFilters } from '@tydo/rules/saved-filter';
import type { WriteScope } from '../scope.ts';
import { filterNoun } from './filter.entity.ts';
import { filterRows } from './filter-rows.ts';

/**
 * Rewrites the filters that name a list, section or label which gets another name. The caller flushes, and
 * holds the owner's lock.
 *
 * @param rows returns all rows of its noun.
 * @throws RuleViolation at `name` where a query would get too long.
 */
export async function renameInAllFilters(
  { query, load, now }: WriteScope,
  { id, ...renaming }: Renaming & { id: string },
  rows: () => Promise<readonly { id: string; name: string }[]>,
): Promise<void> {
  if (renaming.from === renaming.to) return;
  const filters = await filterRows.list(query);
  if (filters.length === 0) return;
  const others = (await rows()).filter((row) => row.id !== id);
  const queries = renameInFilters(
    filters,
    renaming,
    others.map(({ name }) => name),
  );
  for (const filter of await load(filterNoun, [...queries.keys()])) {
    filter.change({ query: queries.get(filter.id) }, now);
  }
}
