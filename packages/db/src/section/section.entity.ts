// The section entity.
import { defineEntity } from '@mikro-orm/core';
import type { Changes } from '@tydo/rules/row';
import { rowLimits } from '@tydo/schemas/row';
import { SectionRead, sectionLimits } from '@tydo/schemas/section';
import { key, orderedColumns } from '../columns.ts';
import { changeEntity, defineNoun, readEntity } from '../noun.ts';
import { ownerFilter } from '../owner-filter.ts';

export const SectionSchema = defineEntity({
  name: 'Section',
  tableName: 'section',
  properties: {
    ...orderedColumns(sectionLimits.name),
    listId: key(rowLimits.id),
  },
  indexes: [{ name: 'section_user_id_list_id_index', properties: ['userId', 'listId'] }],
  filters: { owner: ownerFilter },
});

export class Section extends SectionSchema.class {
  /** Fields that are not given stay as they are. @param now ISO timestamp. */
  change(changes: Changes<SectionRead>, now: string): void {
    changeEntity(sectionNoun, this, changes, now);
  }

  /** The section as the API shows it. */
  read(): SectionRead {
    return readEntity(sectionNoun, this);
  }
}

SectionSchema.setClass(Section);

export const sectionNoun = defineNoun<SectionRead, Section>(
  'section',
  SectionSchema,
  Section,
  SectionRead.shape,
  {
    references: { listId: 'list' },
  },
);
