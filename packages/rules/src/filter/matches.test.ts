import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compileFilter,
  type FilterExpr,
  type FilterTask,
  filterDay,
  matches,
  parseFilter,
  scopeOf,
} from '../filter.ts';
import { anyTask, context, emptyTask } from '../testing/filter.ts';
import { shortOrLong } from '../testing/short-or-long.ts';

function parse(query: string): FilterExpr {
  const parsed = parseFilter(query);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.expr;
}
const finds = (query: string, task: Partial<FilterTask>) =>
  matches(parse(query), { ...emptyTask, ...task }, context);

test.each<[string, Partial<FilterTask>, Partial<FilterTask>]>([
  ['today', { due: '2026-11-30' }, { due: '2026-12-01' }],
  ['today', { due: '2026-11-30T23:59' }, {}],
  [
    'today',
    { due: '2026-11-30T23:00[America/New_York]' },
    { due: '2026-11-29T23:00[America/New_York]' },
  ],
  ['overdue', { due: '2026-11-29' }, { due: '2026-11-30' }],
  ['overdue', { due: '2026-11-30T09:59' }, { due: '2026-11-30T10:00' }],
  ['overdue', { deadline: '2026-11-29' }, { deadline: '2026-11-30' }],
  ['p1', { priority: 4 }, { priority: 5 }],
  ['p2', { priority: 5 }, { priority: 6 }],
  ['p3', { priority: 9 }, { priority: 0 }],
  ['no priority', { priority: 0 }, { priority: 1 }],
  ['no date', {}, { due: '2026-11-30' }],
  ['no time', { due: '2026-11-30' }, { due: '2026-11-30T10:00' }],
  ['no time', { due: '2026-11-30' }, {}],
  ['recurring', { rule: 'FREQ=DAILY' }, {}],
  ['subtask', { parentUid: 'x' }, {}],
  ['no labels', {}, { labelIds: ['b1'] }],
  ['deadline', { deadline: '2026-11-30' }, {}],
  ['no deadline', {}, { deadline: '2026-11-30' }],
  ['#home', { listId: 'l1' }, { listId: 'l2' }],
  ['#HOME', { listId: 'l4' }, {}],
  ['#Home*', { listId: 'l2' }, { listId: 'l3' }],
  ['#*o*e*', { listId: 'l2' }, { listId: 'l3' }],
  ['#"R&D"', { listId: 'l3' }, { listId: 'l1' }],
  ['#Inbox', {}, { listId: 'l1' }],
  ['/cafe\u0301', { sectionId: 's2' }, { sectionId: 's1' }],
  ['/*', { sectionId: 's1' }, {}],
  ['@phone', { labelIds: ['b1', 'b2'] }, { labelIds: ['b2'] }],
  ['@phone*', { labelIds: ['b2'] }, {}],
  ['search: MILK', {}, { title: 'Bread' }],
  ['search: cafe\u0301', { description: 'CAFÉ' }, {}],
  ['2026-12-04', { due: '2026-12-04T08:00' }, { due: '2026-12-05' }],
  ['friday', { due: '2026-12-04' }, { due: '2026-12-11' }],
  ['next week', { due: '2026-12-07' }, { due: '2026-12-08' }],
  ['date before: tomorrow', { due: '2026-11-30T23:00' }, { due: '2026-12-01' }],
  ['date after: tomorrow', { due: '2026-12-02' }, { due: '2026-12-01T23:00' }],
  ['date after: tomorrow', { due: '2026-12-02' }, {}],
  ['next 7 days', { due: '2026-11-30' }, { due: '2026-11-29' }],
  ['next 7 days', { due: '2026-12-06T23:00' }, { due: '2026-12-07' }],
  ['next 7 days', { due: '2026-12-06' }, {}],
  ['deadline before: 2026-12-24', { deadline: '2026-12-23' }, {}],
  ['deadline after: 2026-12-24', { deadline: '2026-12-25' }, { deadline: '2026-12-24' }],
  ['start before: today', { start: '2026-11-29' }, { start: '2026-11-30' }],
  ['start after: today', { start: '2026-12-01' }, {}],
  ['deferred', { start: '2026-12-01' }, { start: '2026-11-30' }],
  ['deferred', { start: '2026-11-30T10:01' }, { start: '2026-11-30T10:00' }],
  [
    'created before: today',
    { createdAt: '2026-11-29T22:59:59.999Z' },
    { createdAt: '2026-11-29T23:00:00.000Z' },
  ],
  ['created after: 2026-11-29', { createdAt: '2026-11-29T23:00:00.000Z' }, {}],
])('%s finds %o and not %o', (query, found, other) => {
  expect(finds(query, found)).toBe(true);
  expect(finds(query, other)).toBe(false);
});

test('a pattern takes no letter twice', () => {
  expect(finds('#Home*me', { listId: 'l1' })).toBe(false);
  expect(finds('#Ho*me', { listId: 'l1' })).toBe(true);
});

test('a date beyond the years of dates finds nothing', () => {
  const expr = parse('date before: in 200 years');
  expect(matches(expr, { ...emptyTask, due: '2026-11-30' }, context)).toBe(false);
  expect(filterDay({ kind: 'in', count: 200, unit: 'year' }, context)).toBeUndefined();
  expect(filterDay({ kind: 'in', count: 3, unit: 'day' }, context)).toBe('2026-12-03');
});

const [done, deferred] = [
  { completed: true, completedAt: '2026-11-29T23:00:00.000Z' },
  { start: '2026-12-01' },
];
test.each<[string, boolean, boolean]>([
  ['p1 | no priority', false, false],
  ['done', true, false],
  ['!done | subtask', false, false],
  ['!(done & subtask)', true, false],
  ['done after: 2026-11-29', true, false],
  ['done after: 2026-11-30', false, false],
  ['deferred', false, true],
  ['!deferred', false, false],
  ['start after: today', false, true],
])('%s finds done tasks: %s, deferred ones: %s', (query, findsDone, findsDeferred) => {
  expect(finds(query, done)).toBe(findsDone);
  expect(finds(query, deferred)).toBe(findsDeferred);
});

test('what is done is not deferred', () => {
  expect(finds('done', { ...done, ...deferred })).toBe(true);
  expect(scopeOf(parse('done & p1'))).toEqual({ completed: true, deferred: false });
});

type Naive = [query: string, finds: (task: FilterTask) => boolean];
const term = fc.constantFrom<Naive[]>(
  ['today', ({ due }) => due !== null && due.startsWith('2026-11-30')],
  ['date before: today', ({ due }) => due !== null && due < '2026-11-30'],
  ['next 2 days', ({ due }) => due !== null && /^2026-(11-30|12-01)/.test(due)],
  ['deadline after: today', ({ deadline }) => deadline !== null && deadline > '2026-11-30'],
  ['no date', ({ due }) => due === null],
  ['no time', ({ due }) => due !== null && !due.includes('T')],
  ['p2', ({ priority }) => priority === 5],
  ['#home', ({ listId }) => listId === 'l1' || listId === 'l4'],
  ['#Inbox', ({ listId }) => listId === null],
  ['/kitchen', ({ sectionId }) => sectionId === 's1'],
  ['@phone*', ({ labelIds }) => labelIds.some((id) => id !== 'other')],
  ['@nothing', () => false],
  ['search: milk', ({ title, description }) => title === 'Buy milk' || description === 'milk'],
  ['done', ({ completed }) => completed],
  ['start after: today', ({ start }) => start !== null && start.slice(0, 10) > '2026-11-30'],
  ['created before: today', ({ createdAt }) => createdAt.startsWith('2026-11-29T22')],
);
const { any } = fc.letrec<{ any: Naive; all: Naive; not: Naive }>((tie) => ({
  any: fc
    .array(tie('all'), { minLength: 1, maxLength: 3 })
    .map((items) => [
      items.map(([query]) => query).join(' | '),
      (task) => items.some(([, naive]) => naive(task)),
    ]),
  all: fc
    .array(tie('not'), { minLength: 1, maxLength: 3 })
    .map((items) => [
      items.map(([query]) => query).join('&'),
      (task) => items.every(([, naive]) => naive(task)),
    ]),
  not: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    term,
    tie('not').map(([query, naive]): Naive => [`! ${query}`, (task) => !naive(task)]),
    tie('any').map(([query, naive]): Naive => [`(${query})`, naive]),
  ),
}));

test('a filter finds what its tree, evaluated term by term, finds', () => {
  const isDeferred = ({ start }: FilterTask) =>
    start !== null && (start.slice(0, 10) > '2026-11-30' || /^2026-11-30T(?:10:01|23)/.test(start));
  fc.assert(
    fc.property(any, fc.array(anyTask, { minLength: 5 }), ([query, naive], tasks) => {
      fc.pre(query.length <= 500 && parseFilter(query).ok);
      const compiled = compileFilter(parse(query), context);
      for (const task of tasks) {
        const isInScope = task.completed
          ? /done/.test(query)
          : /start/.test(query) || !isDeferred(task);
        expect([query, compiled(task)]).toEqual([query, isInScope && naive(task)]);
      }
    }),
    { numRuns: shortOrLong(60, 10_000) },
  );
});
