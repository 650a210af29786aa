import type { UnitOfWork } from '@tydo/db';

const lists = [
  { name: 'Home', color: 'green', sections: ['Kitchen', 'Garden'] },
  { name: 'Work', color: 'blue', sections: ['This week', 'Later'] },
  { name: 'Books', color: 'teal', sections: [] },
] as const;
const labels = [
  { name: 'phone', color: 'purple' },
  { name: 'errand', color: 'orange' },
] as const;
const filters = [{ name: 'Errands at home', query: '@errand & #Home', color: 'green' }] as const;

/** Says what it did: nothing where the person had lists before, deleted ones too. */
export async function seedLists(unit: UnitOfWork): Promise<string> {
  const { items: earlier } = await unit.operations.list({ noun: 'list', limit: 1 });
  if (earlier.length > 0) return 'Its lists were left as they are.';
  for (const { sections, ...list } of lists) {
    const { id: listId } = await unit.lists.create(list);
    for (const name of sections) await unit.sections.create({ listId, name });
  }
  for (const label of labels) await unit.labels.create(label);
  for (const filter of filters) await unit.filters.create(filter);
  return `It has ${lists.length} lists, ${labels.length} labels and ${filters.length} filter.`;
}
