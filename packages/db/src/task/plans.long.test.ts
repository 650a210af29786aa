// What a call reads grows with the person's own tasks, not with the table: whatever their share, with any
// statistics and without.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cursorAfter } from '../cursor.ts';
import type { Database } from '../open-database.ts';
import { execute, newTasks, openTemporaryDatabase, shortOrLong } from '../testing/databases.ts';
import {
  postgresPlans,
  type Statement,
  type Step,
  sqlitePlan,
  statementsOf,
} from '../testing/statements.ts';

type Temporary = Awaited<ReturnType<typeof openTemporaryDatabase>>;

// Every second task is Ann's, the others belong to 999 people.
const anns = shortOrLong(10_000, 100_000);
const recorded = 'person 5';
const people = ['ann', 'person 7', 'nobody'];
const owner = "case n % 2 when 0 then 'ann' else 'person ' || (n / 2 % 999) end";
// In the long form also for values that are rare, or look so to the statistics.
const shares = [
  { name: 'two of five tasks are done', done: 'n % 5 < 2' },
  { name: 'no task is done', done: 'n < 0' },
].slice(0, shortOrLong(1, 2));

/** The statements that each kind of call sends, recorded for a person with few tasks. */
async function everyStatement(db: Database): Promise<Statement[]> {
  const { tasks, lists, labels } = db.unitOfWork(recorded);
  await lists.create({ id: 'home', name: 'Home' });
  await labels.create({ id: 'red', name: 'Red' });
  const places = [
    { uid: 'parent', listId: 'home', labelIds: ['red'] },
    ...['one', 'two', 'three'].map((uid) => ({ uid, parentUid: 'parent', labelIds: ['red'] })),
    { uid: 'other', listId: 'home', labelIds: ['red'] },
    { uid: 'in the inbox'.replaceAll(' ', '-') },
    { uid: 'daily', due: '2026-01-01', deadline: '2026-01-01', rule: 'FREQ=DAILY' },
    { uid: 'later', due: '2026-01-01', start: '2190-01-01' },
    { uid: 'latest', due: '2026-01-01', start: '2190-01-01' },
  ];
  await tasks.createMany({ tasks: places.map((place) => ({ ...place, title: 'x' })) });
  const statements = await statementsOf(db, async () => {
    for (const filter of [{}, { completed: true }, { completed: false }]) {
      for (const search of [undefined, 'nowhere']) {
        const list = { ...filter, ...(search === undefined ? {} : { search }) };
        await tasks.list(list);
        await tasks.list({
          ...list,
          cursor: cursorAfter(anns, [Object(filter).completed, search ?? '']),
        });
      }
    }
    await tasks.counts();
    const { id } = await tasks.create({ title: 'new' });
    await tasks.get({ id });
    await tasks.update({ id, completed: true });
    await tasks.clearCompleted();
    await tasks.delete(await tasks.create({ title: 'new' }));
    // For 300 ids and without statistics PostgreSQL reads all of such a small table.
    const { items } = await tasks.createMany({ tasks: newTasks(50) });
    const ids = items.map((task) => task.id);
    await tasks.updateMany({ ids, completed: true });
    await tasks.deleteMany({ ids });
    await tasks.updateMany({ ids: ['one', 'two'], completed: true });
    for (const view of [
      'inbox' as const,
      'logbook' as const,
      'today' as const,
      'upcoming' as const,
      'deferred' as const,
      { listId: 'home' },
      { parentUid: 'parent' },
      { labelId: 'red' },
      { query: '@red & !p1 | #home & search: nowhere' },
    ]) {
      const { nextCursor } = await tasks.view({ view, limit: 1 });
      await tasks.view({ view, limit: 1, cursor: nextCursor });
    }
    await lists.counts();
    await tasks.move({ ids: ['other'], after: 'in-the-inbox' });
    await tasks.move({ ids: ['two'], before: 'one' });
    await tasks.update({ id: 'one', completed: false });
    await tasks.delete({ id: 'parent' });
    await tasks.complete({ id: 'daily', occurrence: '2026-01-01' });
    await tasks.skip({ id: 'daily' });
  });
  const planned = statements.filter(({ sql }) => /^(select .*from|update|delete)/s.test(sql));
  // Each once, whatever the values.
  const different = [...new Map(planned.map((statement) => [statement.sql, statement])).values()];
  // 12 lists, counts, get; 17 views; what writes read, lock and write; references and labels.
  expect(different.length).toBeGreaterThan(40);
  return different;
}

/** What is found for a filter, and the few children of a task. */
const maySort = ({ sql, name }: Statement & { name?: string }) =>
  name === '' || sql.includes('parent_uid is not null');

const asIfBy = (person: string, { sql, parameters }: Statement): Statement => ({
  sql: sql.replaceAll(`'${recorded}'`, `'${person}'`),
  parameters: parameters.map((value) =>
    typeof value === 'string'
      ? value.replaceAll(recorded, person)
      : Array.isArray(value)
        ? value.map((part) => (part === recorded ? person : part))
        : value,
  ),
});

describe.each(shares)('on postgresql, where $name', ({ done }) => {
  let temporary: Temporary;
  let client: pg.Client;
  let statements: Statement[];
  beforeAll(async () => {
    temporary = await openTemporaryDatabase('postgresql');
    client = new pg.Client({ connectionString: temporary.url });
    await client.connect();
    await client.query('alter table task set (autovacuum_enabled = off)');
    await client.query(
      `insert into task (user_id, title, title_folded, description_folded, completed, completed_at)
       select ${owner}, 'Task ' || n, 'TASK ' || n, '', ${done},
         case when ${done} then now() - n * interval '1 minute' end from generate_series(1, ${2 * anns}) n`,
    );
    statements = await everyStatement(temporary.db);
  });
  afterAll(async () => {
    await client.end();
    await temporary[Symbol.asyncDispose]();
  });

  // The faults of the steps; `tasks` is how many the person has.
  const faults = (steps: Step[], tasks: number, canSort: boolean) =>
    steps.filter((step) => {
      // The other tables have a few rows of one page.
      if (!/^(task.*)?$/.test(step['Relation Name'] ?? '')) return false;
      const read = (step['Actual Rows'] ?? 0) + (step['Rows Removed by Filter'] ?? 0);
      const type = step['Node Type'];
      if (type === 'Bitmap Heap Scan') return read > tasks;
      // The list of wanted ids.
      if (type === 'Function Scan') return false;
      // A planner that knows of few rows may sort them.
      const sorted = step.Plans?.[0]?.['Actual Rows'] ?? Infinity;
      if (!type.includes('Scan')) return type.includes('Sort') && !canSort && sorted > 100;
      const oneTask =
        step['Index Name'] === 'task_pkey' && step['Index Cond']?.startsWith('(id = ');
      return !oneTask && (!/\buser_id = /.test(step['Index Cond'] ?? '') || read > tasks);
    });

  const states = [
    ['without statistics', 'select 1'],
    ['with statistics', 'analyze task'],
    ['after a vacuum', 'vacuum analyze task'],
  ] as const;
  test.each(states.slice(0, shortOrLong(2, 3)))(
    'no plan sorts or reads other people’s rows, %s',
    async (_name, prepare) => {
      await client.query(prepare);
      for (const person of people) {
        const { rows } = await client.query('select count(*)::int from task where user_id = $1', [
          person,
        ]);
        for (const statement of statements) {
          const plans = await postgresPlans(client, asIfBy(person, statement));
          for (const plan of Object.values(plans)) {
            expect({
              sql: statement.sql,
              faults: faults(plan, rows[0].count, maySort(statement)),
            }).toEqual({
              sql: statement.sql,
              faults: [],
            });
          }
        }
      }
    },
  );
});

describe.each(shares)('on sqlite, where $name', ({ done }) => {
  let temporary: Temporary;
  let statements: Statement[];
  beforeAll(async () => {
    temporary = await openTemporaryDatabase('sqlite');
    await execute(
      temporary.url,
      `insert into task (user_id, title, title_folded, description_folded, completed, completed_at)
       with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${2 * anns})
       select ${owner}, 'Task ' || n, 'TASK ' || n, '', ${done},
         case when ${done} then unixepoch() * 1000 - n * 60000 end from numbers`,
    );
    statements = await everyStatement(temporary.db);
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  // The first step finds tasks, another may compute a limit. ANY: for each of the two values.
  const good =
    /^(SEARCH \w+ USING ((COVERING )?INDEX \w+ \(((completed=\?|ANY\(completed\)) AND )?user_id=\?|INTEGER PRIMARY KEY \(rowid=\?\))|(CORRELATED )?(SCALAR|LIST) SUBQUERY|SCAN (CONSTANT ROW|(json_each|wanted) VIRTUAL TABLE INDEX 1:)|CREATE BLOOM FILTER)/;

  const sorting = /^USE TEMP B-TREE FOR ORDER BY/;

  test.each([
    ['without statistics', 'select 1'],
    ['with statistics', 'analyze'],
  ])('no plan sorts or reads other people’s rows, %s', async (_name, prepare) => {
    await execute(temporary.url, prepare);
    for (const statement of statements) {
      const steps = sqlitePlan(temporary.url.slice('sqlite:'.length), asIfBy('ann', statement));
      const faults = steps.filter(
        (step) =>
          !good.test(step) &&
          !(maySort(statement) && sorting.test(step)) &&
          // Of a few rows of one page.
          !/^SCAN (list|label|task_label)$/.test(step),
      );
      expect({ sql: statement.sql, faults }).toEqual({ sql: statement.sql, faults: [] });
    }
  });
});
