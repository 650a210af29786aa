// Which tasks have a label: derived from `labelIds`, for the view of a label. It is in no operation.
import { defineEntity, p } from '@mikro-orm/core';
import { rowLimits } from '@tydo/schemas/row';
import { ownerFilter } from '../owner-filter.ts';

export const TaskLabelSchema = defineEntity({
  name: 'TaskLabel',
  tableName: 'task_label',
  readonly: true,
  properties: {
    userId: p.text().primary(),
    labelId: p
      .string()
      .length(rowLimits.id)
      .columnType(`varchar(${rowLimits.id})`)
      .collation('C')
      .primary(),
    taskId: p.integer().primary(),
  },
  filters: { owner: ownerFilter },
});
