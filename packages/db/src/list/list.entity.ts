// The list entity. Columns and their order are those of the table.
import { defineEntity, p } from '@mikro-orm/core';
import { changeList, type ListChanges } from '@tydo/rules/list';
import { ListRead, listLimits } from '@tydo/schemas/list';
import { defineNoun, readEntity, writeEntity } from '../noun.ts';
import { ownerFilter } from '../owner-filter.ts';

export const ListSchema = defineEntity({
  name: 'List',
  tableName: 'list',
  properties: {
    userId: p.text().primary(),
    id: p.text().primary(),
    name: p.string().length(listLimits.name).columnType(`varchar(${listLimits.name})`),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
  },
  filters: { owner: ownerFilter },
});

export class List extends ListSchema.class {
  /** Fields that are not given stay as they are; `updatedAt` grows if a value differs. @param now ISO timestamp. */
  change(changes: ListChanges, now: string): void {
    writeEntity(listNoun, this, changeList(this.read(), changes, now));
  }

  /** The list as the API shows it. */
  read(): ListRead {
    return readEntity(listNoun, this);
  }
}

ListSchema.setClass(List);

export const listNoun = defineNoun<ListRead, List>('list', ListSchema, List, ListRead.shape);
