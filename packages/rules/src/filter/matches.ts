// Which tasks a filter finds (DOMAIN §9). The server's statement gives the same answer.
import { dayOf, today } from '../date.ts';
import { isDeferred } from '../day-views.ts';
import { fold } from '../fold.ts';
import { clockOf, dateText, readingsOf } from '../quick-add/days.ts';
import type { DateMeaning } from '../quick-add/language.ts';
import {
  type DayField,
  type FilterExpr,
  type FilterTerm,
  type NameKind,
  type Relation,
  termsOf,
} from './expression.ts';
import { type FilterTask, flags, type Moment } from './flags.ts';
import { idsNamed, type NamedRows } from './names.ts';

/** By what a filter is read: the moment (flags.ts), and the rows that it names. */
export interface FilterContext extends Moment, NamedRows {}

type Test = (task: FilterTask) => boolean;

/**
 * Whether a filter finds a task. Only open tasks are found, unless the filter has a `done` term, and only
 * those that are not deferred, unless it has a `start` or `deferred` term. Whether the list of the task is
 * archived is for the caller to know. For many tasks use `compileFilter`.
 */
export const matches = (expr: FilterExpr, task: FilterTask, context: FilterContext): boolean =>
  compileFilter(expr, context)(task);

/** As `matches`; names and days are looked up once. */
export function compileFilter(expr: FilterExpr, context: FilterContext): Test {
  const scope = scopeOf(expr);
  const test = testOf(expr, context);
  return (task) =>
    test(task) && (task.completed ? scope.completed : scope.deferred || !isDeferred(task, context));
}

/** Which tasks a filter looks at, besides the open ones that are not deferred. */
export function scopeOf(expr: FilterExpr): { completed: boolean; deferred: boolean } {
  const uses = new Set(
    termsOf(expr).map((term) => {
      if (term.type === 'flag') return term.flag;
      return term.type === 'day' ? term.field : term.type;
    }),
  );
  return { completed: uses.has('done'), deferred: uses.has('deferred') || uses.has('start') };
}

/** Whether all terms hold, also of completed and deferred tasks. */
export function testOf(expr: FilterExpr, context: FilterContext): Test {
  if ('items' in expr) {
    const tests = expr.items.map((item) => testOf(item, context));
    return expr.type === 'or'
      ? (task) => tests.some((test) => test(task))
      : (task) => tests.every((test) => test(task));
  }
  if (!('item' in expr)) return testOfTerm(expr, context);
  const test = testOf(expr.item, context);
  return (task) => !test(task);
}

function testOfTerm(term: FilterTerm, context: FilterContext): Test {
  switch (term.type) {
    case 'priority':
      return ({ priority }) => priority >= term.min && priority <= term.max;
    case 'search': {
      const text = fold(term.text);
      return ({ title, description }) =>
        fold(title).includes(text) || fold(description ?? '').includes(text);
    }
    case 'list':
    case 'section':
    case 'label': {
      const ids = idsNamed(term, context);
      const idsOf = namedBy[term.type];
      return (task) => idsOf(task).some((id) => ids.has(id));
    }
    case 'day': {
      const day = filterDay(term.date, context);
      const dayOfTask = days[term.field];
      const isRelated = relations[term.relation];
      return (task) => {
        const own = dayOfTask(task, context.zone);
        return own !== null && day !== undefined && isRelated(own, day);
      };
    }
    case 'next-days': {
      const { day } = clockOf(context.now, context);
      const [first, end] = [dateText(day), dateText(day + term.days)];
      return ({ due }) => due !== null && dayOf(due) >= first && dayOf(due) < end;
    }
    case 'flag':
      return (task) => flags[term.flag](task, context);
  }
}

/** The day of a date in a filter; undefined where it is beyond the years of dates. */
export function filterDay(date: DateMeaning, context: Moment): string | undefined {
  const [reading] = readingsOf(date, clockOf(context.now, context));
  return reading && dateText(reading.day);
}

const namedBy: Record<NameKind, (task: FilterTask) => readonly (string | null)[]> = {
  list: ({ listId }) => [listId],
  section: ({ sectionId }) => [sectionId],
  label: ({ labelIds }) => labelIds,
};

const orNull = (date: string | null) => date && dayOf(date);
/** Of a date with a zone the day there; of a timestamp the day in the zone of the person. */
const days: Record<DayField, (task: FilterTask, zone: string) => string | null> = {
  due: ({ due }) => orNull(due),
  deadline: ({ deadline }) => orNull(deadline),
  start: ({ start }) => orNull(start),
  created: ({ createdAt }, zone) => today(createdAt, zone),
  done: ({ completedAt }, zone) => completedAt && today(completedAt, zone),
};

const relations: Record<Relation, (day: string, other: string) => boolean> = {
  on: (day, other) => day === other,
  before: (day, other) => day < other,
  after: (day, other) => day > other,
};
