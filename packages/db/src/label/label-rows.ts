import { createLabel } from '@tydo/rules/label';
import { labelLimits } from '@tydo/schemas/label';
import { createOrderedRows } from '../ordered-rows.ts';
import { labelNoun } from './label.entity.ts';

export const labelRows = createOrderedRows({
  noun: labelNoun,
  limit: labelLimits.count,
  plural: 'labels',
  createRow: createLabel,
});
