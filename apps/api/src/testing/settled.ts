// People with tasks, and inputs of their own.
import { randomUUID } from 'node:crypto';
import { type Person, procedures } from './crowd.ts';
import type { Procedure } from './inputs.ts';
import { fill, isMadeUp, type Leaf, leavesOf, type Part } from './parts.ts';

/** Somebody with tasks or, newly come, without. */
export interface Settled {
  person: Person;
  open: number[];
  /** Of the open ones. */
  uids: string[];
  done?: number;
  deleted?: number;
  /** Of the one that is gone. */
  deletedUid?: string;
}

/** Whether all fields are sent, and where in a list the tried one stands: first, or after one's own. */
export interface Shape {
  full: boolean;
  index: number;
}

export const little: Shape = { full: false, index: 0 };
export const all: Shape = { full: true, index: 0 };
export const shapes = [little, all, { full: false, index: 1 }, { full: true, index: 1 }];

/** An input of one's own, but for what is tried. */
export function inputOf(
  procedure: Procedure,
  own: Settled,
  { full, index }: Shape,
  one?: { leaf: Leaf; value: unknown },
): unknown {
  const isTried = (part: Part) => leavesOf(part).some((leaf) => leaf === one?.leaf);
  return fill(procedure.input, {
    value: (leaf, place) =>
      one?.leaf === leaf && place === index ? one.value : ownValue(own, leaf, place),
    // Numbers are small: then there are many pages.
    sends: (field) => full || isTried(field) || field.kind === 'number',
    choose: (parts) => parts.find(isTried) ?? parts.at(full ? 0 : -1),
    size: (list) => Math.max(list.min, isTried(list) ? index + 1 : full ? 2 : 1),
  });
}

function ownValue({ person, open, uids }: Settled, leaf: Leaf, index: number): unknown {
  switch (leaf.kind) {
    case 'id':
      return open[index];
    case 'uid':
      return isMadeUp(leaf) ? randomUUID() : uids[index];
    case 'uuid':
      return isMadeUp(leaf) ? randomUUID() : person.seen.uuid.at(-1);
    case 'cursor':
      return undefined;
    case 'seq':
      return 0;
    case 'text':
      return `${person.mark} text`;
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

/** Gives a person four tasks: two open, one done, one that is gone. What was there stays. */
export async function settle(person: Person): Promise<Settled> {
  const call = async (path: string, input: (procedure: Procedure) => unknown) => {
    const procedure = procedures.find((one) => one.path === path) as Procedure;
    const { body } = await person.send([{ procedure, input: input(procedure) }], false);
    return JSON.parse(body).result.data;
  };
  const two = async (): Promise<{ id: number; uid: string }[]> => {
    const newcomer = { person, open: [], uids: [] };
    return (await call('task.createMany', (create) => inputOf(create, newcomer, all))).items;
  };
  const [done, gone] = await two();
  await call('task.update', () => ({ id: done?.id, completed: true }));
  await call('task.delete', () => ({ id: gone?.id }));
  const open = await two();
  const [ids, uids] = [open.map(({ id }) => id), open.map(({ uid }) => uid)];
  if (!done || !gone) throw new Error('Two tasks were to be made.');
  return { person, open: ids, uids, done: done.id, deleted: gone.id, deletedUid: gone.uid };
}
