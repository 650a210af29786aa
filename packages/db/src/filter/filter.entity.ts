// The filter entity.
import { defineEntity } from '@mikro-orm/core';
import type { Changes } from '@tydo/rules/row';
import { FilterRead, filterLimits } from '@tydo/schemas/filter';
import { colorColumn, orderedColumns, varchar } from '../columns.ts';
import { changeEntity, defineNoun, readEntity } from '../noun.ts';
import { ownerFilter } from '../owner-filter.ts';

export const FilterSchema = defineEntity({
  name: 'Filter',
  tableName: 'filter',
  properties: {
    ...orderedColumns(filterLimits.name),
    query: varchar(filterLimits.query),
    color: colorColumn(),
  },
  filters: { owner: ownerFilter },
});

export class Filter extends FilterSchema.class {
  /** Fields that are not given stay as they are. @param now ISO timestamp. */
  change(changes: Changes<FilterRead>, now: string): void {
    changeEntity(filterNoun, this, changes, now);
  }

  /** The filter as the API shows it. */
  read(): FilterRead {
    return readEntity(filterNoun, this);
  }
}

FilterSchema.setClass(Filter);

export const filterNoun = defineNoun<FilterRead, Filter>(
  'filter',
  FilterSchema,
  Filter,
  FilterRead.shape,
);
