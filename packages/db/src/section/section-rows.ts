import { createSection } from '@tydo/rules/section';
import { sectionLimits } from '@tydo/schemas/section';
import { createOrderedRows } from '../ordered-rows.ts';
import { sectionNoun } from './section.entity.ts';

export const sectionRows = createOrderedRows({
  noun: sectionNoun,
  limit: sectionLimits.count,
  plural: 'sections',
  within: 'listId',
  createRow: createSection,
});
