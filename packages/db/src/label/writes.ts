// The writes of labels: each loads and locks the owner’s row, changes the entity, and flushes once.
import * as rules from '@tydo/rules/label';
import type { LabelCreate, LabelRead, LabelRef, LabelUpdate } from '@tydo/schemas/label';
import { notFound } from '../errors.ts';
import { createEntity } from '../noun.ts';
import type { WriteScope } from '../scope.ts';
import { newUid } from '../uid.ts';
import { type Label, labelNoun } from './label.entity.ts';

export async function createLabel(
  { em, personId, now }: WriteScope,
  input: Omit<LabelCreate, 'operationId'>,
): Promise<LabelRead> {
  const row = rules.createLabel(input, { id: newUid(), now });
  const label = createEntity(em, labelNoun, personId, row);
  await em.flush();
  return label.read();
}

/** @throws Refusal NOT_FOUND */
export async function updateLabel(
  scope: WriteScope,
  { id, ...changes }: Omit<LabelUpdate, 'operationId'>,
): Promise<LabelRead> {
  const label = await own(scope, id);
  label.change(changes, scope.now);
  await scope.em.flush();
  return label.read();
}

/** @throws Refusal NOT_FOUND */
export async function deleteLabel(scope: WriteScope, { id }: LabelRef): Promise<LabelRef> {
  scope.em.remove(await own(scope, id));
  await scope.em.flush();
  return { id };
}

/** @throws Refusal NOT_FOUND, the same for a label that does not exist and another user's. */
async function own({ load }: WriteScope, id: string): Promise<Label> {
  const [label] = await load(labelNoun, [id]);
  if (!label) throw notFound('label');
  return label;
}
