// The terms of filters that a task has or has not (DOMAIN §9).
import type { TaskRead } from '@tydo/schemas/task';
import { dayOf, isOverdue } from '../date.ts';
import { isDeferred } from '../day-views.ts';

/** The fields of a task that filters read (DOMAIN §2). */
export type FilterTask = Pick<
  TaskRead,
  | 'title'
  | 'description'
  | 'completed'
  | 'createdAt'
  | 'completedAt'
  | 'listId'
  | 'sectionId'
  | 'parentUid'
  | 'priority'
  | 'labelIds'
  | 'due'
  | 'start'
  | 'deadline'
  | 'rule'
>;

/** When a filter is read, and where. */
export interface Moment {
  /** ISO timestamp. */
  now: string;
  zone: string;
  /** 1 Monday … 7 Sunday. */
  weekStart: number;
}

export type Flag = keyof typeof flags;
export const isFlag = (words: string): words is Flag => Object.hasOwn(flags, words);

type Test = (task: FilterTask, moment: Moment) => boolean;

export const flags = {
  overdue: ({ due, deadline }, moment) =>
    [due, deadline].some((date) => date !== null && isOverdue(date, moment)),
  'no date': ({ due }) => due === null,
  'no time': ({ due }) => due !== null && due === dayOf(due),
  recurring: ({ rule }) => rule !== null,
  subtask: ({ parentUid }) => parentUid !== null,
  'no labels': ({ labelIds }) => labelIds.length === 0,
  deadline: ({ deadline }) => deadline !== null,
  'no deadline': ({ deadline }) => deadline === null,
  deferred: (task, moment) => isDeferred(task, moment),
  done: ({ completed }) => completed,
} satisfies Record<string, Test>;
