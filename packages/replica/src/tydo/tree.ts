// The tasks of a device, as the rules of trees read and change them.
import { TaskTree } from '@tydo/rules/task-tree';
import { MissingRow } from '@tydo/rules/violation';
import type { Key, Moment } from '../model.ts';
import type { TydoSee, TydoWritten } from './rows.ts';

export type Tree = TaskTree<number | null>;

/** @param moment.at when it was done, where the command says another time than that of the act. */
export const treeOf = (
  see: TydoSee,
  { now, at = now }: Pick<Moment, 'now'> & { at?: string },
): Tree =>
  new TaskTree(
    {
      task: (uid) => see.row('task', uid),
      children: (uid) => see.where('task', 'parentUid', uid),
      section: (id) => see.row('section', id),
    },
    // As the server does it: a push says when.
    { now, at },
  );

export const writtenBy = ({ changed }: Tree): TydoWritten[] =>
  changed.map((row) => ({ noun: 'task', key: row.uid, after: row }));

/** A number names no task here: the page sends uids. @throws MissingRow */
export function uidOf(name: Key): string {
  if (typeof name === 'string') return name;
  throw new MissingRow('task');
}
