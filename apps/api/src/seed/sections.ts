import type { UnitOfWork } from '@tydo/db';

const names = ['First section', 'Second section'];

/** Says what it did: nothing where the person had sections before, deleted ones too. */
export async function seedSections(unit: UnitOfWork): Promise<string> {
  const { items: earlier } = await unit.operations.list({ noun: 'section', limit: 1 });
  if (earlier.length > 0) return 'Its sections were left as they are.';
  for (const name of names) await unit.sections.create({ name });
  return `It has ${names.length} sections.`;
}
