// Gives a person tasks, and builds inputs that name that person's own rows.
import { randomUUID } from 'node:crypto';
import {
  fill,
  type InputShape,
  isClientGenerated,
  type Leaf,
  leavesOf,
  nounOf,
} from '@tydo/schemas/testing/input-shape';
import { type Person, procedures, uuidsFor } from './multi-user-server.ts';
import type { Procedure } from './procedures.ts';

/** A person and the ids of their tasks; a new person has none. */
export interface TaskOwner {
  person: Person;
  open: number[];
  /** The uids of the open tasks. */
  uids: string[];
  done?: number;
  deleted?: number;
  /** The uid of the deleted task. */
  deletedUid?: string;
}

/** How an input is built: with all fields or only the required ones, and where in a list the tested value is. */
export interface InputVariant {
  full: boolean;
  index: number;
}

export const minimalInput: InputVariant = { full: false, index: 0 };
export const fullInput: InputVariant = { full: true, index: 0 };
export const inputVariants = [
  minimalInput,
  fullInput,
  { full: false, index: 1 },
  { full: true, index: 1 },
];

/** An input that names only the person's own rows, apart from the tested value. */
export function ownInput(
  procedure: Procedure,
  own: TaskOwner,
  { full, index }: InputVariant,
  tested?: { leaf: Leaf; value: unknown },
): unknown {
  const isTested = (shape: InputShape) => leavesOf(shape).some((leaf) => leaf === tested?.leaf);
  return fill(procedure.input, {
    value: (leaf, place) =>
      tested?.leaf === leaf && place === index ? tested.value : ownValue(own, leaf, place),
    // Numbers are limits: the smallest gives the most pages. An input has one place at most.
    // Most views have no days.
    sends: (field) =>
      (full && !isPlace(field) && !isDays(field)) || isTested(field) || field.kind === 'number',
    choose: (options) => options.find(isTested) ?? options.at(full ? 0 : -1),
    size: (list) => Math.max(list.min, isTested(list) ? index + 1 : full ? 2 : 1),
  });
}

const isPlace = (shape: InputShape) =>
  leavesOf(shape).every(({ at }) => /\.(before|after)$/.test(at));

const isDays = (shape: InputShape) => leavesOf(shape).every(({ at }) => at.endsWith('.days'));

function ownValue({ person, open, uids }: TaskOwner, leaf: Leaf, index: number): unknown {
  switch (leaf.kind) {
    case 'id':
      return open[index];
    case 'uid':
      return isClientGenerated(leaf) ? randomUUID() : ownName(leaf, { person, uids }, index);
    case 'uuid':
      return isClientGenerated(leaf) ? randomUUID() : uuidsFor(leaf, person).at(-1);
    case 'cursor':
      return undefined;
    case 'seq':
      return 0;
    case 'text':
      // Labels have different names.
      return `${person.mark} text ${(texts += 1)}`;
    case 'query':
      return `search: ${person.mark} text`;
    case 'zone':
      return 'Europe/Berlin';
    case 'date':
      // A start is past, because views hide deferred tasks; and a round, so that every call finds the same.
      return /\.(start|occurrence)$/.test(leaf.at) ? '1999-12-24' : '2026-12-24';
    case 'rule':
      return 'FREQ=DAILY';
    case 'search':
      return 'text';
    case 'time':
      return person.seen.time.at(-1);
    case 'number':
      return leaf.min;
    case 'choice':
      return leaf.choices[0];
  }
}

let texts = 0;

/** A task's uid, or the id of a row of another noun: all sections are in the first list. */
function ownName(leaf: Leaf, { person, uids }: Pick<TaskOwner, 'person' | 'uids'>, index: number) {
  const noun = nounOf(leaf);
  if (noun === 'task') return uids[index];
  return person.rowIds.get(noun)?.at(noun === 'label' ? index : 0);
}

/** Gives a person four more tasks: two open, one completed, one deleted. */
export async function createTasks(person: Person): Promise<TaskOwner> {
  const call = async (path: string, input: (procedure: Procedure) => unknown) => {
    const procedure = procedures.find((one) => one.path === path) as Procedure;
    const { body, codes } = await person.send([{ procedure, input: input(procedure) }], false);
    if (codes[0] !== 'OK') throw new Error(`${path}: ${body}`);
    return JSON.parse(body).result.data;
  };
  const createTwo = async (): Promise<{ id: number; uid: string }[]> => {
    const noTasks = { person, open: [], uids: [] };
    return (await call('task.createMany', (create) => ownInput(create, noTasks, fullInput))).items;
  };
  // And two rows of each other noun, for two pages; the first time one more, which is deleted.
  for (const { path } of procedures.filter((one) => /^(?!task\.)\w+\.create$/.test(one.path))) {
    const noun = path.replace('.create', '');
    const isFirst = !person.deletedIds.has(noun);
    while ((person.rowIds.get(noun)?.length ?? 0) < (isFirst ? 3 : 2)) {
      await call(path, (create) => ownInput(create, { person, open: [], uids: [] }, fullInput));
    }
    const [id = ''] = person.rowIds.get(noun) ?? [];
    if (isFirst) await call(`${noun}.delete`, () => ({ id }));
  }
  const [done, deleted] = await createTwo();
  await call('task.update', () => ({ id: done?.id, rule: null, completed: true }));
  await call('task.delete', () => ({ id: deleted?.id }));
  const open = await createTwo();
  const [ids, uids] = [open.map(({ id }) => id), open.map(({ uid }) => uid)];
  if (!done || !deleted) throw new Error('Expected two new tasks.');
  return { person, open: ids, uids, done: done.id, deleted: deleted.id, deletedUid: deleted.uid };
}
