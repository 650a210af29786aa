// Compiles a filter to a condition over a person's tasks. It finds what `matches` of @tydo/rules/filter finds
// (filter-statement.test.ts compares them), and knows of no null: each part is true or false.
import { instantOf, shiftDays } from '@tydo/rules/date';
import {
  type FilterContext,
  type FilterExpr,
  type FilterTerm,
  filterDay,
  idsNamed,
} from '@tydo/rules/filter';
import { fold } from '@tydo/rules/fold';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';
import { type Clock, isDeferred, isOverdue } from './date-conditions.ts';

interface Building {
  dialect: Dialect;
  /** A placeholder. */
  personId: unknown;
  context: FilterContext;
  /** The same moment, as the columns have it. */
  clock: Clock;
}

type Condition = RawBuilder<SqlBool>;

const no: Condition = sql`1 = 0`;
const orNo = (condition: Condition): Condition => sql`coalesce(${condition}, ${no})`;

const clockOf =
  ({ clock }: Building) =>
  (name: keyof Clock) =>
    clock[name];

/** Without the conditions that a task is open and not deferred, and not of an archived list. */
export function filterCondition(expr: FilterExpr, building: Building): Condition {
  if ('items' in expr) {
    const items = expr.items.map((item) => filterCondition(item, building));
    return sql`(${sql.join(items, expr.type === 'or' ? sql` or ` : sql` and `)})`;
  }
  if ('item' in expr) return sql`(not ${filterCondition(expr.item, building)})`;
  return conditionOfTerm(expr, building);
}

function conditionOfTerm(term: FilterTerm, building: Building): Condition {
  const { dialect, context } = building;
  switch (term.type) {
    case 'priority':
      return sql`(priority between ${term.min} and ${term.max})`;
    case 'search': {
      const text = fold(term.text);
      return sql`(${contains(dialect, 'title', text)} or ${contains(dialect, 'description', text)})`;
    }
    case 'list': {
      const ids = [...idsNamed(term, context)].map((id) => id ?? '');
      return isAmong(dialect, 'list_id', ids);
    }
    case 'section':
      return orNo(isAmong(dialect, 'section_id', [...idsNamed(term, context)]));
    case 'label':
      return hasLabel([...idsNamed(term, context)], building);
    case 'day':
      return ofDay(term, building);
    case 'next-days': {
      const { today } = building.clock;
      return orNo(sql`(due_day >= ${today} and due_day < ${shiftDays(today, term.days)})`);
    }
    case 'flag':
      return flags[term.flag](building);
  }
}

const isAmong = (dialect: Dialect, column: string, ids: readonly (string | null)[]): Condition =>
  ids.length === 0 ? no : dialect.isAmong(sql.ref(column), 'text', ids);

/** A row whose folded text is not filled in is found after the next start (backfill.ts). */
const contains = (dialect: Dialect, column: 'title' | 'description', text: string): Condition =>
  orNo(dialect.contains(sql.ref(`${column}_folded`), text));

// Read once for all tasks, whatever the number of labels.
const hasLabel = (ids: readonly (string | null)[], { dialect, personId }: Building): Condition =>
  ids.length === 0
    ? no
    : sql`(id in (select task_id from task_label where user_id = ${personId}
        and ${dialect.isAmong(sql.ref('label_id'), 'text', ids)}))`;

type DayTerm = Extract<FilterTerm, { type: 'day' }>;

function ofDay({ field, relation, date }: DayTerm, { dialect, context }: Building): Condition {
  const day = filterDay(date, context);
  if (day === undefined) return no;
  if (field !== 'created' && field !== 'done') {
    return orNo(sql`(${sql.ref(dayColumns[field])} ${sql.raw(operators[relation])} ${day})`);
  }
  const time = timeColumns[field];
  const isBefore = (end: string): Condition =>
    sql`${sql.raw(time)} < ${new Date(instantOf(end, context.zone))}`;
  const next = shiftDays(day, 1);
  const isRelated = {
    before: isBefore(day),
    after: sql<SqlBool>`not ${isBefore(next)}`,
    on: sql<SqlBool>`(${isBefore(next)} and not ${isBefore(day)})`,
  }[relation];
  return field === 'done'
    ? sql`(${dialect.isTrue(sql.ref('completed'))} and ${isRelated})`
    : sql`(${isRelated})`;
}

const dayColumns = { due: 'due_day', start: 'start_day', deadline: 'deadline' };
const operators = { on: '=', before: '<', after: '>' };
const timeColumns = { created: 'created_at', done: 'coalesce(completed_at, updated_at)' };

type Flag = Extract<FilterTerm, { type: 'flag' }>['flag'];

const flags: Record<Flag, (building: Building) => Condition> = {
  done: ({ dialect }) => dialect.isTrue(sql.ref('completed')),
  subtask: () => sql`(parent_uid is not null)`,
  'no labels': () => sql`(label_ids is null or cast(label_ids as text) = '[]')`,
  overdue: (building) => isOverdue(clockOf(building)),
  'no date': () => sql`(due is null)`,
  'no time': () => sql`(due is not null and length(due) = 10)`,
  recurring: () => sql`(rule is not null)`,
  deadline: () => sql`(deadline is not null)`,
  'no deadline': () => sql`(deadline is null)`,
  deferred: (building) => isDeferred(clockOf(building)),
};
