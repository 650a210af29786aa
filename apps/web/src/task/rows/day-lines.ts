// What Today and Upcoming show, one line after the other.
import { today as dayAt, shiftDays } from '@tydo/rules/date';
import { dayIn, isTaskOverdue } from '../../dates/overdue.ts';
import type { DayClock } from '../../dates/use-day-clock.ts';
import type { Task } from '../../sync/use-view.ts';
import { flatLines, type Line, type TaskLine } from './lines.ts';

/** The heading of what is overdue, and of what starts later. */
export const overdueGroup = 'overdue';
export const laterGroup = 'later';

const lineOf = (task: Task, day?: string): TaskLine => ({
  kind: 'task',
  task,
  depth: 0,
  hasSubtasks: false,
  isExpanded: false,
  ...(day !== undefined && { day }),
});

/** What is overdue, apart, and then what is to be done today. */
export function todayLines(tasks: readonly Task[], clock: DayClock): Line[] {
  const overdue = tasks.filter((task) => isTaskOverdue(task, clock));
  const late = new Set(overdue);
  const rest = tasks.filter((task) => !late.has(task));
  if (overdue.length === 0) return rest.map((task) => lineOf(task, clock.today));
  return [
    { kind: 'day', of: overdueGroup },
    ...overdue.map((task) => lineOf(task)),
    ...(rest.length > 0 ? [{ kind: 'day', of: clock.today } as const] : []),
    ...rest.map((task) => lineOf(task, clock.today)),
  ];
}

/** What is completed, the latest first, below the days on which it was. */
export function logbookLines(tasks: readonly Task[], zone: string): Line[] {
  let last: string | undefined;
  return flatLines(tasks).flatMap((line): Line[] => {
    const day = completedDay(line.task, zone);
    if (day === last || day === undefined) return [line];
    last = day;
    return [{ kind: 'day', of: day }, line];
  });
}

const completedDays = new WeakMap<Task, { zone: string; day: string }>();

/** Known for a task that stays as it is: a logbook may be long. */
function completedDay(task: Task, zone: string): string | undefined {
  const { completedAt } = task;
  if (completedAt === null) return undefined;
  const known = completedDays.get(task);
  if (known?.zone === zone) return known.day;
  const day = dayAt(completedAt, zone);
  completedDays.set(task, { zone, day });
  return day;
}

interface UpcomingRows {
  tasks: readonly Task[];
  /** Later rounds of recurring tasks. */
  ahead: readonly { task: Task; due: string }[];
  /** Tasks that start later. */
  deferred: readonly Task[];
}

/** Every one of so many days from today on, and at the end what starts later and is on none of them. */
export function upcomingLines(
  { tasks, ahead, deferred }: UpcomingRows,
  { today, zone }: DayClock,
  days: number,
): Line[] {
  const tasksOf = Map.groupBy(tasks, (task) => firstDay(task, today, zone));
  const aheadOf = Map.groupBy(ahead, ({ due }) => dayIn(due, zone));
  const shown = new Set(tasks.map(({ uid }) => uid));
  const later = deferred.filter(({ uid }) => !shown.has(uid));
  const everyDay = Array.from({ length: days }, (_, at) => shiftDays(today, at));
  return [
    ...everyDay.flatMap((day): Line[] => [
      { kind: 'day', of: day },
      ...(tasksOf.get(day) ?? []).map((task) => lineOf(task, day)),
      ...(aheadOf.get(day) ?? []).map(({ task, due }): Line => ({ kind: 'ahead', task, due })),
    ]),
    ...(later.length > 0 ? [{ kind: 'day', of: laterGroup } as const] : []),
    ...later.map((task) => lineOf(task)),
  ];
}

/** The first of its days that is not before today. */
function firstDay({ due, deadline }: Task, today: string, zone: string): string {
  const dueDay = due === null ? '' : dayIn(due, zone);
  if (deadline === null || deadline < today) return dueDay;
  return dueDay < today || deadline < dueDay ? deadline : dueDay;
}
