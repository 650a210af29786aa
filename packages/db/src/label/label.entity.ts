// The label entity.
import { defineEntity, p } from '@mikro-orm/core';
import { fold } from '@tydo/rules/fold';
import type { Changes } from '@tydo/rules/row';
import { LabelRead, labelLimits } from '@tydo/schemas/label';
import { colorColumn, orderedColumns } from '../columns.ts';
import { changeEntity, defineNoun, readEntity } from '../noun.ts';
import { ownerFilter } from '../owner-filter.ts';

const folded = ({ name }: Pick<LabelRead, 'name'>) => fold(name);

export const LabelSchema = defineEntity({
  name: 'Label',
  tableName: 'label',
  properties: {
    ...orderedColumns(labelLimits.name),
    color: colorColumn(),
    nameFolded: p.text().onCreate(folded).onUpdate(folded),
  },
  uniques: [{ name: 'label_user_id_name_folded_unique', properties: ['userId', 'nameFolded'] }],
  filters: { owner: ownerFilter },
});

export class Label extends LabelSchema.class {
  /** Fields that are not given stay as they are. @param now ISO timestamp. */
  change(changes: Changes<LabelRead>, now: string): void {
    changeEntity(labelNoun, this, changes, now);
  }

  /** The label as the API shows it. */
  read(): LabelRead {
    return readEntity(labelNoun, this);
  }
}

LabelSchema.setClass(Label);

export const labelNoun = defineNoun<LabelRead, Label>('label', LabelSchema, Label, LabelRead.shape);
