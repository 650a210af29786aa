// The section entity. Columns and their order are those of the table.
import { defineEntity, p } from '@mikro-orm/core';
import { changeSection, type SectionChanges } from '@tydo/rules/section';
import { SectionRead, sectionLimits } from '@tydo/schemas/section';
import { defineNoun, readEntity, writeEntity } from '../noun.ts';
import { ownerFilter } from '../owner-filter.ts';

export const SectionSchema = defineEntity({
  name: 'Section',
  tableName: 'section',
  properties: {
    userId: p.text().primary(),
    id: p.text().primary(),
    name: p.string().length(sectionLimits.name).columnType(`varchar(${sectionLimits.name})`),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
  },
  filters: { owner: ownerFilter },
});

export class Section extends SectionSchema.class {
  /** Fields that are not given stay as they are; `updatedAt` grows if a value differs. @param now ISO timestamp. */
  change(changes: SectionChanges, now: string): void {
    writeEntity(sectionNoun, this, changeSection(this.read(), changes, now));
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
);
