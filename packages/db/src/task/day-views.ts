// Today, Upcoming and what is deferred: the tasks that have a date are found by their day, and the rules decide.

import { isOverdue, shiftDays } from '@tydo/rules/date';
import { type DaySpan, isDeferred, isInDays, orderDay } from '@tydo/rules/day-views';
import { laterRounds } from '@tydo/rules/later-rounds';
import type { TaskRead, TaskViewPage } from '@tydo/schemas/task';
import { type SqlBool, sql } from 'kysely';
import type { QueryOwn } from '../own-rows.ts';
import { yieldToEventLoop } from '../yield-to-event-loop.ts';
import { isOfOpenList } from './open-lists.ts';
import { ownTasks } from './own-tasks.ts';
import { isOpenWith } from './task.entity.ts';

/** A task of these views, and the day that it is ordered by. */
export interface DatedTask {
  id: number;
  day: string;
}

type Dates = Pick<TaskRead, 'id' | 'due' | 'deadline' | 'start'>;

/** The open tasks that are due, or have their deadline, in a span of days, in order. */
export async function tasksInDays(
  query: QueryOwn,
  span: DaySpan,
  zone: string,
): Promise<(DatedTask & Dates)[]> {
  const found = await readDated(query, span);
  return found
    .filter((task) => isInDays(task, span, zone))
    .map((task) => ({ ...task, day: orderDay(task) }))
    .toSorted(byDay);
}

/** The open tasks that start after now, in order. */
export async function deferredTasks(
  query: QueryOwn,
  moment: { now: string; zone: string; today: string },
): Promise<DatedTask[]> {
  const rows = await query(startingFrom, { from: shiftDays(moment.today, -maxDaysApart) });
  return rows
    .filter((task) => isDeferred(task, moment))
    .map(({ id, start }) => ({ id, day: start?.slice(0, 10) ?? '' }))
    .toSorted(byDay);
}

/** The numbers of the view `today`, and of overdue tasks. */
export async function countDays(
  query: QueryOwn,
  { now, zone, today }: { now: string; zone: string; today: string },
): Promise<{ today: number; overdue: number }> {
  const found = await tasksInDays(query, { end: shiftDays(today, 1) }, zone);
  const overdue = found.filter(({ due, deadline }) =>
    [due, deadline].some((date) => date !== null && isOverdue(date, { now, zone })),
  );
  return { today: found.length, overdue: overdue.length };
}

/** Zones are up to 26 hours apart: so far may the day of a time in a zone be from the person's. */
const maxDaysApart = 2;
const maxAhead = 500;
/** A rule may cost 0.1 s: after this time the rounds of the other tasks are left out. */
const maxMsAhead = 1_000;

/** Later rounds of recurring tasks before a day, in the order of their dates. */
export async function roundsAhead(
  query: QueryOwn,
  { now, zone, end }: { now: string; zone: string; end: string },
): Promise<TaskViewPage['ahead']> {
  const rows = await query(recurringBefore, { end: shiftDays(end, maxDaysApart) });
  const ahead: TaskViewPage['ahead'] = [];
  const [last, step] = [performance.now() + maxMsAhead, 10];
  let next = performance.now() + step;
  for (const { uid, ...task } of rows) {
    const dates = laterRounds(task, { now, zone, end, limit: maxAhead });
    ahead.push(...dates.map((due) => ({ uid, due })));
    if (performance.now() < next) continue;
    if (performance.now() >= last) break;
    await yieldToEventLoop();
    next = performance.now() + step;
  }
  return ahead
    .toSorted((one, other) => (one.due < other.due ? -1 : Number(one.due > other.due)))
    .slice(0, maxAhead);
}

const byDay = (one: DatedTask, other: DatedTask): number => {
  if (one.day === other.day) return one.id - other.id;
  return one.day < other.day ? -1 : 1;
};

/** Those that may be in the span. */
async function readDated(query: QueryOwn, { from = '', end }: DaySpan): Promise<Dates[]> {
  const wider = {
    from: from && shiftDays(from, -maxDaysApart),
    end: shiftDays(end, maxDaysApart),
  };
  const due = await query(dueIn, wider);
  const others = await query(deadlineIn, { from, end });
  const found = new Map([...due, ...others].map((task) => [task.id, task]));
  return [...found.values()];
}

interface Span {
  from: string;
  end: string;
}
const dates = ['id', 'due', 'deadline', 'start'] as const;

const dueIn = ownTasks<Span, Dates>((tasks, { value }) =>
  tasks
    .where(sql.raw<SqlBool>(isOpenWith('due_day')))
    .where('due_day', '>=', value('from'))
    .where('due_day', '<', value('end'))
    .where(isOfOpenList(value('personId')))
    .select(dates),
);

const deadlineIn = ownTasks<Span, Dates>((tasks, { value }) =>
  tasks
    .where(sql.raw<SqlBool>(isOpenWith('deadline')))
    .where('deadline', '>=', value('from'))
    .where('deadline', '<', value('end'))
    .where(isOfOpenList(value('personId')))
    .select(dates),
);

const startingFrom = ownTasks<{ from: string }, Dates>((tasks, { value }) =>
  tasks
    .where(sql.raw<SqlBool>(isOpenWith('start_day')))
    .where('start_day', '>=', value('from'))
    .where(isOfOpenList(value('personId')))
    .select(dates),
);

type Recurring = Pick<TaskRead, 'due' | 'occurrence' | 'anchor' | 'rule' | 'ruleFrom'> & {
  uid: string;
};

const recurringBefore = ownTasks<{ end: string }, Recurring>((tasks, { value }) =>
  tasks
    .where(sql.raw<SqlBool>(isOpenWith('due_day')))
    .where('due_day', '<', value('end'))
    .where('rule', 'is not', null)
    .where(isOfOpenList(value('personId')))
    .select(['uid', 'due', 'occurrence', 'anchor', 'rule', 'rule_from as ruleFrom']),
);
