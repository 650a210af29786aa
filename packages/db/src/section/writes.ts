// The writes of sections: each loads and locks the owner’s row, changes the entity, and flushes once.
import * as rules from '@tydo/rules/section';
import type { SectionCreate, SectionRead, SectionRef, SectionUpdate } from '@tydo/schemas/section';
import { notFound } from '../errors.ts';
import { createEntity } from '../noun.ts';
import type { WriteScope } from '../scope.ts';
import { newUid } from '../uid.ts';
import { type Section, sectionNoun } from './section.entity.ts';

export async function createSection(
  { em, personId, now }: WriteScope,
  input: Omit<SectionCreate, 'operationId'>,
): Promise<SectionRead> {
  const row = rules.createSection(input, { id: newUid(), now });
  const section = createEntity(em, sectionNoun, personId, row);
  await em.flush();
  return section.read();
}

/** @throws Refusal NOT_FOUND */
export async function updateSection(
  scope: WriteScope,
  { id, ...changes }: Omit<SectionUpdate, 'operationId'>,
): Promise<SectionRead> {
  const section = await own(scope, id);
  section.change(changes, scope.now);
  await scope.em.flush();
  return section.read();
}

/** @throws Refusal NOT_FOUND */
export async function deleteSection(scope: WriteScope, { id }: SectionRef): Promise<SectionRef> {
  scope.em.remove(await own(scope, id));
  await scope.em.flush();
  return { id };
}

/** @throws Refusal NOT_FOUND, the same for a section that does not exist and another user's. */
async function own({ load }: WriteScope, id: string): Promise<Section> {
  const [section] = await load(sectionNoun, [id]);
  if (!section) throw notFound('section');
  return section;
}
