import type { Renaming } from '@tydo/rules/saved-filter';
import { lateRules } from './late-rules.ts';
import type { TydoSee, TydoWritten } from './rows.ts';

interface Named {
  id: string;
  name: string;
}

/** The filters that name a row that gets another name. @throws RuleViolation */
export function renamed(
  see: TydoSee,
  type: Renaming['type'],
  { before, after }: { before: Named; after: Named },
  now: string,
): TydoWritten[] {
  if (before.name === after.name || see.all('filter').length === 0 || !see.isLateHere()) return [];
  const renaming = { id: before.id, type, from: before.name, to: after.name };
  return lateRules().renamedFilters(see, renaming, now);
}
