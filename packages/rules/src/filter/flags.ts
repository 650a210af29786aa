// The terms of filters that a task has or has not (DOMAIN §9).
import { dayOf, instantOf, isOverdue, today } from '../date.ts';

/** The fields of a task that filters read (DOMAIN §2). To be `Pick<TaskRead, …>` when it has them all. */
export interface FilterTask {
  title: string;
  description: string | null;
  completed: boolean;
  createdAt: string;
  completedAt: string | null;
  listId: string | null;
  sectionId: string | null;
  parentUid: string | null;
  priority: number;
  labelIds: readonly string[];
  due: string | null;
  start: string | null;
  deadline: string | null;
  rule: string | null;
}

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

/** Whether it starts after now; a day, after today (DOMAIN §8). */
export function isDeferred({ start }: FilterTask, { now, zone }: Moment): boolean {
  if (start === null) return false;
  if (start === dayOf(start)) return start > today(now, zone);
  return Date.parse(instantOf(start, zone)) > Date.parse(now);
}
