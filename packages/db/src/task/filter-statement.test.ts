// The statement of a filter finds what its rule finds, on the same rows.
import { type FilterExpr, matches, parseFilter } from '@tydo/rules/filter';
import { readDate } from '@tydo/rules/filter/terms';
import { TaskCreate, type TaskRead } from '@tydo/schemas/task';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { internalsOf } from '../internals.ts';
import { createOwnQuery } from '../own-rows.ts';
import {
  engines,
  execute,
  newPerson,
  openTemporaryDatabase,
  shortOrLong,
} from '../testing/databases.ts';
import { descriptionText, titleText } from '../testing/odd-text.ts';
import { filterPage } from './view-statements.ts';

const lists = ['Home', 'home improvements', 'Größe', 'Old'].map((name, n) => ({
  id: `l${n}`,
  name,
}));
const sections = ['Kitchen', 'Desk'].map((name, n) => ({ id: `s${n}`, name, listId: `l${n}` }));
const labels = ['phone', 'Straße', 'x'].map((name, n) => ({ id: `t${n}`, name }));
const zone = 'America/New_York';
/** Before, in and after the nights when the clock is changed, but for the hours that date-conditions.ts names. */
const moments = [
  '2026-03-08T04:59:59.999Z',
  '2026-03-08T06:30:00.000Z',
  '2026-03-08T08:30:00.500Z',
  '2026-11-01T04:30:00.000Z',
  '2026-11-01T07:30:15.000Z',
  '2026-11-02T05:00:00.000Z',
];
const dayOfDate = fc.constantFrom(
  '2026-03-07',
  '2026-03-08',
  '2026-03-09',
  '2026-10-31',
  '2026-11-01',
  '2026-11-02',
);
const date = fc
  .tuple(
    dayOfDate,
    fc.constantFrom('', '', '', 'T00:00', 'T00:30', 'T02:30', 'T04:30', 'T04:30:01', 'T23:59:59'),
    fc.constantFrom('', '', zone, 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin'),
  )
  .map(([day, time, place]) => `${day}${time}${time !== '' && place !== '' ? `[${place}]` : ''}`);
const dates = fc
  .record({
    due: fc.option(date, { freq: 4 }),
    start: fc.option(date),
    deadline: fc.option(dayOfDate),
    recurs: fc.boolean(),
  })
  .map(({ recurs, ...task }) => ({
    ...task,
    ...(recurs && task.due !== null ? { rule: 'FREQ=DAILY' } : {}),
  }));

const place = fc.oneof(
  fc.constant({}),
  fc.constantFrom(...lists).map(({ id }) => ({ listId: id })),
  fc.constantFrom(...sections).map(({ id }) => ({ sectionId: id })),
  fc.constant({ parentUid: 'root' }),
);
const texts = fc.oneof(fc.constantFrom('Milk', 'ÄRGER', 'straße', '100 % \\_'), titleText);
const newTask: fc.Arbitrary<TaskCreate> = fc
  .tuple(
    fc.record({
      title: texts,
      description: fc.oneof(fc.constant(null), texts, descriptionText),
      priority: fc.nat(9),
      labelIds: fc.subarray(labels.map(({ id }) => id)),
    }),
    place,
    dates,
  )
  .map((parts): TaskCreate => Object.assign({}, ...parts))
  .filter((task) => TaskCreate.safeParse(task).success);

const names = [
  'Home',
  'HOME*',
  '*ö*',
  'inbox',
  'old',
  'kitchen',
  'desk',
  'PHONE',
  'strasse',
  'x',
  '*',
  'gone',
];
const days = ['2026-03-07', '2026-03-08', '2026-11-01', 'today', 'tomorrow'];
const parsed = (text: string): FilterExpr => {
  const found = parseFilter(text);
  return found.ok ? found.expr : expect.fail(found.message);
};
const term: fc.Arbitrary<FilterExpr> = fc.oneof(
  fc
    .constantFrom('p1', 'p2', 'p3', 'no priority', 'no labels', 'subtask', 'done')
    .map((text) => parsed(text)),
  fc
    .constantFrom(
      'overdue',
      'overdue',
      'deferred',
      'deferred',
      'today',
      'no date',
      'no time',
      'recurring',
    )
    .map((text) => parsed(text)),
  fc
    .constantFrom('deadline', 'no deadline', 'next 1 days', 'next 3 days')
    .map((text) => parsed(text)),
  fc
    .tuple(fc.constantFrom('#', '/', '@'), fc.constantFrom(...names))
    .map((parts) => parsed(parts.join(''))),
  fc
    .constantFrom('milk', 'ärger', 'STRASSE', '%', '_', '\\', 'nowhere')
    .map((text): FilterExpr => ({ type: 'search', text })),
  fc.record({
    type: fc.constant('day' as const),
    field: fc.constantFrom(...(['created', 'done', 'due', 'start', 'deadline'] as const)),
    relation: fc.constantFrom('before' as const, 'after' as const, 'on' as const),
    date: fc.constantFrom(...days.flatMap((day) => readDate(day) ?? [])),
  }),
);
const { expr } = fc.letrec<{ expr: FilterExpr }>((tie) => ({
  expr: fc.oneof(
    { maxDepth: 4 },
    term,
    fc.record({
      type: fc.constantFrom('or' as const, 'and' as const),
      items: fc.array(tie('expr'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ type: fc.constant('not' as const), item: tie('expr') }),
  ),
}));

describe.each(engines)('filters on %s', (engine) => {
  test('find by their statement what they find by their rule', async () => {
    await using temporary = await openTemporaryDatabase(engine);
    const person = newPerson();
    const unit = temporary.db.unitOfWork(person);
    for (const { id, name } of lists) await unit.lists.create({ id, name });
    for (const section of sections) await unit.sections.create(section);
    for (const { id, name } of labels) await unit.labels.create({ id, name });
    const [inputs = []] = fc.sample(fc.array(newTask, { minLength: 99, maxLength: 99 }), 1);
    await unit.tasks.create({ title: 'root', uid: 'root', listId: 'l3' });
    const { items } = await unit.tasks.createMany({ tasks: inputs });
    const done = items.filter(({ id }) => id % 3 === 0).map(({ id }) => id);
    await unit.tasks.updateMany({ ids: done, completed: true });
    // Around the days of the terms and the changes of the clock.
    const stored = (column: string) =>
      engine === 'sqlite'
        ? `${column} = unixepoch('2026-03-06') * 1000 + (id * 7919) % 86400 * 3000`
        : `${column} = timestamptz '2026-03-06Z' + (id * 7919) % 86400 * interval '3 seconds'`;
    await execute(temporary.url, `update task set ${stored('created_at')}`);
    await execute(
      temporary.url,
      `update task set ${stored('completed_at')} where completed = true`,
    );
    await unit.lists.archive({ id: 'l3', archived: true });
    const tasks: TaskRead[] = [];
    for await (const task of unit.tasks.all()) if (task.listId !== 'l3') tasks.push(task);
    const query = createOwnQuery(internalsOf(temporary.db).execute, person);

    let found = 0;
    await fc.assert(
      fc.asyncProperty(expr, fc.constantFrom(...moments), async (filter, now) => {
        const context = { now, zone, weekStart: 1, lists, sections, labels };
        const rows = await query(filterPage(filter, context, true), { id: 0, limit: 500 });
        const expected = tasks.filter((task) => matches(filter, task, context));
        found += expected.length;
        expect(rows.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      }),
      { numRuns: shortOrLong(80, 20_000) },
    );
    expect(found).toBeGreaterThan(100);
  });
});
