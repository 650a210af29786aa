// The nouns of Tydo, as a device keeps them: a line each.
import type { TaskOf } from '@tydo/rules/task';
import { TaskRead } from '@tydo/schemas/task';
import type { Noun } from '../model.ts';

/** A task on a device: without its integer until the server has made it. Its `uid` names it. */
export type TaskRow = TaskOf<number | null>;

const task: Noun<TaskRow> = {
  fields: Object.keys(TaskRead.shape),
  key: 'uid',
  references: [],
  texts: ({ title, description }) => [title, description],
  // The newest first; those without an integer are newer than all that have one.
  compare: (one, other) =>
    (other.id ?? Infinity) - (one.id ?? Infinity) ||
    byBytes(other.rank, one.rank) ||
    byBytes(other.uid, one.uid),
  chunkOf: ({ id }) => (id ?? 0) >> 9,
};

function byBytes(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

export const nouns = { task };
export type TydoRows = { task: TaskRow };
