// The statements of `task.view`, each a page of one person's tasks.
import { type FilterContext, type FilterExpr, scopeOf } from '@tydo/rules/filter';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { firstOf } from '../own-rows.ts';
import { type Clock, clockAt, isHidden } from './date-conditions.ts';
import { filterCondition } from './filter-statement.ts';
import { isOfOpenList } from './open-lists.ts';
import {
  ownTasks,
  ownTasksInOrder,
  ownTasksOnce,
  readColumns,
  type TaskColumns,
} from './own-tasks.ts';
import { hasCompletedAt, hasParent } from './task.entity.ts';
import { ownTaskLabels } from './task-labels.ts';

export interface Limit {
  limit: number;
}
/** The last task of the page before. */
export interface ByRank {
  rank: string;
  id: number;
}
/** A task that has no rank yet. */
export interface Unranked {
  id: number;
  createdAt: string | number;
}
type ListValues = Limit & ByRank & Clock & { listId: string; completed: boolean };
type ChildrenValues = Limit & ByRank & { parentUid: string };
type LogbookValues = Limit & { time: Date; id: number };
/** `completed_at`, in the engine's form. */
interface DoneAt {
  done_at: string | number;
}
type LabelValues = Limit & Clock & { labelId: string; id: number };

/** A statement of the first page, and one of those after it. */
const pages = <Statement>(build: (isFirst: boolean) => Statement) => ({
  first: build(true),
  next: build(false),
});

const afterRank = (value: (name: 'rank' | 'id') => unknown): RawBuilder<SqlBool> =>
  sql`(rank, id) > (${value('rank')}, ${value('id')})`;

type OwnTasks = Parameters<Parameters<typeof ownTasksInOrder>[0]>[0];
type ValueOf<Values> = <Name extends keyof Values & string>(name: Name) => Values[Name];

/** The pages of some tasks by rank, and the statement of those among them that have no rank. */
const pagesByRank = <Values extends Limit & ByRank>(
  among: (tasks: OwnTasks, value: ValueOf<Values>) => OwnTasks,
) => ({
  ...pages((isFirst) =>
    ownTasksInOrder<Values, TaskColumns>((tasks, { value }) => {
      const all = among(tasks, value);
      return (isFirst ? all.where('rank', 'is not', null) : all.where(afterRank(value)))
        .select(readColumns())
        .orderBy('rank')
        .orderBy('id')
        .limit(firstOf(value('limit')));
    }),
  ),
  unranked: ownTasksInOrder<Values, Unranked>((tasks, { value }) =>
    among(tasks, value)
      .where('rank', 'is', null)
      .select(['id', sql<string | number>`created_at`.as('createdAt')]),
  ),
});

export const listPage = pagesByRank<ListValues>((tasks, value) =>
  tasks
    .where('list_id', '=', value('listId'))
    .where('completed', '=', value('completed'))
    .where(sql<SqlBool>`not ${isHidden(value)}`),
);

export const childrenPage = pagesByRank<ChildrenValues>((tasks, value) =>
  tasks.where(sql.raw<SqlBool>(hasParent)).where('parent_uid', '=', value('parentUid')),
);

/** Also tasks that an older version opened: it leaves `completed_at`. */
export const logbookPage = pages((isFirst) =>
  ownTasks<LogbookValues, TaskColumns & DoneAt>((tasks, { value }) => {
    const all = tasks.where(sql.raw<SqlBool>(hasCompletedAt));
    const next = sql<SqlBool>`(completed_at, id) < (${value('time')}, ${value('id')})`;
    return (isFirst ? all : all.where(next))
      .select(readColumns())
      .select(sql<string | number>`completed_at`.as('done_at'))
      .orderBy('user_id', 'desc')
      .orderBy('completed_at', 'desc')
      .orderBy('id', 'desc')
      .limit(firstOf(value('limit')));
  }),
);

/** The ids of the tasks of a label. `offset` keeps PostgreSQL from turning the condition into a join. */
export const labelPage = pages((isFirst) =>
  ownTaskLabels<LabelValues, { id: number }>((labels, { dialect, value }) => {
    const isOpen = sql<SqlBool>`exists (select 1 from task
      where task.id = task_label.task_id and task.user_id = task_label.user_id
        and not ${dialect.isTrue(sql.ref('task.completed'))}
        and not ${isHidden(value)}
        and ${isOfOpenList(value('personId'))} limit 1 offset 0)`;
    const all = labels.where('label_id', '=', value('labelId')).where(isOpen);
    return (isFirst ? all : all.where('task_id', '<', value('id')))
      .select('task_id as id')
      .orderBy('user_id', 'desc')
      .orderBy('label_id', 'desc')
      .orderBy('task_id', 'desc')
      .limit(firstOf(value('limit')));
  }),
);

/** A page of a filter: a statement of its own, which is not kept. */
export const filterPage = (expr: FilterExpr, context: FilterContext, isFirst: boolean) =>
  ownTasksOnce<Limit & { id: number }, TaskColumns>((tasks, { dialect, value }) => {
    const personId = value('personId');
    const clock = clockAt(context.now, context.zone);
    const scope = scopeOf(expr);
    const found = tasks
      .where(filterCondition(expr, { dialect, personId, context, clock }))
      .where(isOfOpenList(personId));
    const inScope = scope.completed ? found : found.where('completed', '=', false);
    const all = scope.deferred
      ? inScope
      : inScope.where(sql<SqlBool>`not ${isHidden((name) => clock[name])}`);
    return (isFirst ? all : all.where('id', '<', value('id')))
      .select(readColumns())
      .orderBy('user_id', 'desc')
      .orderBy('id', 'desc')
      .limit(firstOf(value('limit')));
  });
