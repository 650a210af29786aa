import { fold } from '@tydo/rules/fold';
import type { LabelRead } from '@tydo/schemas/label';
import { ownRowNaming, type QueryOwn } from '../own-rows.ts';
import { labelNoun } from './label.entity.ts';

interface Change {
  id: number | string;
  before: LabelRead | null;
}

/** Another label that has the name which a label had before. */
export async function labelWithName(
  query: QueryOwn,
  changes: readonly Change[],
): Promise<string | undefined> {
  for (const { id, before } of changes) {
    const names = before ? [fold(before.name)] : [];
    const [found] = await query(byName, { names });
    if (found && found.id !== id) return String(found.id);
  }
  return undefined;
}

const byName = ownRowNaming(labelNoun, 'name_folded');
