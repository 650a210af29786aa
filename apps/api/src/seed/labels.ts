import type { UnitOfWork } from '@tydo/db';

const names = ['First label', 'Second label'];

/** Says what it did: nothing where the person had labels before, deleted ones too. */
export async function seedLabels(unit: UnitOfWork): Promise<string> {
  const { items: earlier } = await unit.operations.list({ noun: 'label', limit: 1 });
  if (earlier.length > 0) return 'Its labels were left as they are.';
  for (const name of names) await unit.labels.create({ name });
  return `It has ${names.length} labels.`;
}
