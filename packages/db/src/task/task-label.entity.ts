// Which tasks have a label: derived from `labelIds`, for the view of a label. It is in no operation.
import { defineEntity, p } from '@mikro-orm/core';
import { rowLimits } from '@tydo/schemas/row';
import { key } from '../columns.ts';
import { ownerFilter } from '../owner-filter.ts';

export const TaskLabelSchema = defineEntity({
  name: 'TaskLabel',
  tableName: 'task_label',
  readonly: true,
  properties: {
    userId: p.text().primary(),
    labelId: key(rowLimits.id).primary(),
    taskId: p.integer().primary(),
  },
  filters: { owner: ownerFilter },
});
