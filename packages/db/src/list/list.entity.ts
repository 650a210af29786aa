// The list entity.
import { defineEntity, p } from '@mikro-orm/core';
import type { Changes } from '@tydo/rules/row';
import { ListRead, listLimits } from '@tydo/schemas/list';
import { colorColumn, orderedColumns } from '../columns.ts';
import { changeEntity, defineNoun, readEntity } from '../noun.ts';
import { ownerFilter } from '../owner-filter.ts';

export const ListSchema = defineEntity({
  name: 'List',
  tableName: 'list',
  properties: {
    ...orderedColumns(listLimits.name),
    color: colorColumn(),
    archivedAt: p.datetime(3).strictNullable(),
  },
  filters: { owner: ownerFilter },
});

export class List extends ListSchema.class {
  /** Fields that are not given stay as they are. @param now ISO timestamp. */
  change(changes: Changes<ListRead>, now: string): void {
    changeEntity(listNoun, this, changes, now);
  }

  /** The list as the API shows it. */
  read(): ListRead {
    return readEntity(listNoun, this);
  }
}

ListSchema.setClass(List);

export const listNoun = defineNoun<ListRead, List>('list', ListSchema, List, ListRead.shape);
