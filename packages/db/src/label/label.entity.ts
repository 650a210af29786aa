// The label entity. Columns and their order are those of the table.
import { defineEntity, p } from '@mikro-orm/core';
import { changeLabel, type LabelChanges } from '@tydo/rules/label';
import { LabelRead, labelLimits } from '@tydo/schemas/label';
import { defineNoun, readEntity, writeEntity } from '../noun.ts';
import { ownerFilter } from '../owner-filter.ts';

export const LabelSchema = defineEntity({
  name: 'Label',
  tableName: 'label',
  properties: {
    userId: p.text().primary(),
    id: p.text().primary(),
    name: p.string().length(labelLimits.name).columnType(`varchar(${labelLimits.name})`),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
  },
  filters: { owner: ownerFilter },
});

export class Label extends LabelSchema.class {
  /** Fields that are not given stay as they are; `updatedAt` grows if a value differs. @param now ISO timestamp. */
  change(changes: LabelChanges, now: string): void {
    writeEntity(labelNoun, this, changeLabel(this.read(), changes, now));
  }

  /** The label as the API shows it. */
  read(): LabelRead {
    return readEntity(labelNoun, this);
  }
}

LabelSchema.setClass(Label);

export const labelNoun = defineNoun<LabelRead, Label>('label', LabelSchema, Label, LabelRead.shape);
