import { createList } from '@tydo/rules/list';
import { listLimits } from '@tydo/schemas/list';
import { createOrderedRows } from '../ordered-rows.ts';
import { listNoun } from './list.entity.ts';

export const listRows = createOrderedRows({
  noun: listNoun,
  limit: listLimits.count,
  plural: 'lists',
  createRow: createList,
});
