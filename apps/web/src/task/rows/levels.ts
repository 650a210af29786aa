import { taskViews } from '@tydo/replica/tydo/task-views';
import { taskLimits } from '@tydo/schemas/task';
import type { Sync } from '../../sync/open.ts';

/** The level of a task: 1 where it has no parent. */
export function levelIn(replica: Sync['replica'], uid: string): number {
  const parentUid = replica.row('task', uid)?.parentUid ?? null;
  return parentUid === null ? 1 : 1 + levelIn(replica, parentUid);
}

/** Levels of a task and all that is under it, completed tasks too. */
export function levelsIn(replica: Sync['replica']): (uid: string) => number {
  const levelsOf = (uid: string, most: number): number => {
    if (most === 1) return 1;
    const { rows } = replica.view(taskViews.children(uid));
    return 1 + Math.max(0, ...rows.map((child) => levelsOf(child.uid, most - 1)));
  };
  return (uid) => levelsOf(uid, taskLimits.levels);
}
