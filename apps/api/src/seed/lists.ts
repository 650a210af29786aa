import type { UnitOfWork } from '@tydo/db';

const names = ['First list', 'Second list'];

/** Says what it did: nothing where the person had lists before, deleted ones too. */
export async function seedLists(unit: UnitOfWork): Promise<string> {
  const { items: earlier } = await unit.operations.list({ noun: 'list', limit: 1 });
  if (earlier.length > 0) return 'Its lists were left as they are.';
  for (const name of names) await unit.lists.create({ name });
  return `It has ${names.length} lists.`;
}
