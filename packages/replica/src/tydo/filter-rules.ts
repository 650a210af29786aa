// What needs the language of filters. Loaded late: late-rules.ts.
import type { DayClock } from '@tydo/rules/date-changes';
import { compileFilter, parseFilter } from '@tydo/rules/filter';
import { applyChanges } from '@tydo/rules/row';
import { type Renaming, renameInFilters, requireQuery } from '@tydo/rules/saved-filter';
import { defaultSettings } from '@tydo/schemas/settings';
import type { TaskRow, TydoSee, TydoSeeRows, TydoWritten } from './rows.ts';

export { requireQuery };

/** Filters that name a renamed row. @param id of that row. @throws RuleViolation */
export function renamedFilters(
  see: TydoSee,
  { id, ...renaming }: Renaming & { id: string },
  now: string,
): TydoWritten[] {
  const filters = see.all('filter');
  const others = see.all(renaming.type).filter((row) => row.id !== id);
  const names = others.map(({ name }) => name);
  const queries = renameInFilters(filters, renaming, names);
  return filters.flatMap((filter): TydoWritten[] => {
    const query = queries.get(filter.id);
    if (query === undefined) return [];
    return [{ noun: 'filter', key: filter.id, after: applyChanges(filter, { query }, now) }];
  });
}

/** Whether a query finds a task; none where it does not parse. */
export function testOfQuery(
  see: Pick<TydoSeeRows, 'all'>,
  query: string,
  { now, zone }: DayClock,
): (row: TaskRow) => boolean {
  const parsed = parseFilter(query);
  if (!parsed.ok) return () => false;
  const { weekStart } = see.all('settings')[0] ?? defaultSettings;
  const [lists, sections, labels] = [see.all('list'), see.all('section'), see.all('label')];
  const context = { now, zone, weekStart, lists, sections, labels };
  return compileFilter(parsed.expr, context);
}
