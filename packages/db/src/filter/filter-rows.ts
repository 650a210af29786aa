import { createFilter } from '@tydo/rules/saved-filter';
import { filterLimits } from '@tydo/schemas/filter';
import { createOrderedRows } from '../ordered-rows.ts';
import { filterNoun } from './filter.entity.ts';

export const filterRows = createOrderedRows({
  noun: filterNoun,
  limit: filterLimits.count,
  plural: 'filters',
  createRow: createFilter,
});
