// Filters: a query is parsed into a tree, which tells what tasks it finds (DOMAIN §9).
export type { FilterExpr, FilterTerm } from './filter/expression.ts';
export type { FilterTask } from './filter/flags.ts';
export {
  compileFilter,
  type FilterContext,
  filterDay,
  matches,
  scopeOf,
  testOf,
} from './filter/matches.ts';
export { idsNamed, renameInFilter, unknownNames } from './filter/names.ts';
export { type ParsedFilter, parseFilter } from './filter/parse-filter.ts';
