// Which terms of filters are about dates. To go when tasks have dates: parse-filter.ts.
import type { FilterTerm } from './expression.ts';
import type { Flag } from './flags.ts';

const flags: ReadonlySet<Flag> = new Set<Flag>([
  'overdue',
  'no date',
  'no time',
  'recurring',
  'deadline',
  'no deadline',
  'deferred',
]);

/** Whether a term is about a date, or about a rule, which needs a date. */
export const isAboutDates = (term: FilterTerm): boolean =>
  term.type === 'flag' ? flags.has(term.flag) : term.type === 'day' || term.type === 'next-days';
