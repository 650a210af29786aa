// Concurrent calls of one person: the answers and the tasks afterwards are those of some serial order, as the
// model gives them (testing/contract.ts).
import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { type Database, openDatabase, type Tasks } from '../open-database.ts';
import {
  type Call,
  type ModelTask,
  perform,
  type Result,
  type State,
} from '../testing/contract.ts';
import {
  engines,
  execute,
  newPerson,
  newTasks,
  openTemporaryDatabase,
  shortOrLong,
} from '../testing/databases.ts';
import { NamedTasks } from '../testing/named-tasks.ts';

// The tasks before: open 0, open 1, open 2, done 0, done 1; each prefix with how it is created.
const setUp: [string, Call][] = [
  ['open', { verb: 'createMany', tasks: newTasks(3, 'a') }],
  ['done', { verb: 'createMany', tasks: newTasks(2, 'b') }],
  ['', { verb: 'updateMany', names: ['done 0', 'done 1'], completed: true }],
];
const name = fc.constantFrom('open 0', 'open 1', 'open 2', 'done 0', 'done 1');
const maybeNobody = fc.oneof(
  { weight: 12, arbitrary: name },
  { weight: 1, arbitrary: fc.constant('nobody') },
);
const names = fc.uniqueArray(maybeNobody, { minLength: 1, maxLength: 6, size: 'max' });
const completed = fc.boolean();
const title = fc.constantFrom('a', 'b', 'c');
const task = fc.record({ title });
const changes = fc.record(
  { title, description: fc.constantFrom(null, 'x'), completed },
  { requiredKeys: [] },
);
const verb = <V extends Call['verb']>(of: V) => fc.constant(of);

const update: fc.Arbitrary<Call> = fc.record({ verb: verb('update'), name: maybeNobody, changes });
// The current version, or none.
const carefulUpdate = fc
  .record({ verb: verb('update'), name, changes, seen: fc.constantFrom('current', 'old') })
  .map(({ seen, ...call }): Call => {
    const version = call.name.startsWith('done') ? 1 : 0;
    return { ...call, seen: seen === 'current' ? version : -1 };
  });
const call = fc.oneof(
  { weight: 2, arbitrary: update },
  { weight: 2, arbitrary: carefulUpdate },
  { weight: 3, arbitrary: fc.record({ verb: verb('updateMany'), names, completed }) },
  { weight: 1, arbitrary: fc.record({ verb: verb('delete'), name: maybeNobody }) },
  { weight: 2, arbitrary: fc.record({ verb: verb('deleteMany'), names }) },
  { weight: 2, arbitrary: fc.record({ verb: verb('clearCompleted') }) },
  { weight: 1, arbitrary: fc.record({ verb: verb('create'), task }) },
  {
    weight: 1,
    arbitrary: fc.record({
      verb: verb('createMany'),
      tasks: fc.array(task, { minLength: 1, maxLength: 3 }),
    }),
  },
);

interface Outcome {
  answers: Result[];
  after: ModelTask[];
}
type Databases = [Database, ...Database[]];

/** Runs the calls, over the databases in turn. */
async function race(dbs: Databases, calls: Call[]): Promise<Outcome> {
  const person = newPerson();
  const tasks = (turn: number): Tasks =>
    (dbs[turn % dbs.length] ?? dbs[0]).unitOfWork(person).tasks;
  const named = new NamedTasks();
  for (const [prefix, before] of setUp) await named.send(tasks(0), before, prefix);
  const told = await Promise.all(calls.map((one, turn) => named.send(tasks(turn), one, `${turn}`)));
  const { items } = await tasks(0).list({ limit: 100 });
  return {
    answers: told.map((tell) => tell()),
    after: items.map((item) => named.modelTask(item)).toSorted(byName),
  };
}

/** The outcomes of all serial orders. */
function allowed(calls: Call[]): Outcome[] {
  let before: State = new Map();
  for (const [prefix, one] of setUp) [, before] = perform(before, one, prefix);
  return ordersOf([...calls.entries()]).map((order) => {
    const answers: Result[] = [];
    let state = before;
    for (const [turn, one] of order) [answers[turn], state] = perform(state, one, `${turn}`);
    return { answers, after: [...state.values()].toSorted(byName) };
  });
}

const byName = (one: ModelTask, other: ModelTask) => one.name.localeCompare(other.name);

function ordersOf<T>(all: T[]): T[][] {
  if (all.length === 0) return [[]];
  return all.flatMap((first) =>
    ordersOf(all.filter((one) => one !== first)).map((rest) => [first, ...rest]),
  );
}

const seed = shortOrLong(20_261_125, Date.now());
const settings = (few: number, many: number) => ({
  numRuns: shortOrLong(few, many),
  seed,
  // Not shrunk: smaller cases would rarely race again.
  endOnFailure: true,
});

describe.each(engines)('concurrent calls on %s', (engine) => {
  test.each([1, 2])(
    'have the results of some serial order, with %i databases open',
    async (count) => {
      await using setting = await openTemporaryDatabase(engine);
      await using more = new AsyncDisposableStack();
      const dbs: Databases = [setting.db];
      while (dbs.length < count) dbs.push(more.use(await openDatabase({ url: setting.url })));
      const calls = fc.array(call, { minLength: 2, maxLength: 3, size: 'max' });
      let races = 0;
      await fc.assert(
        fc.asyncProperty(calls, async (together) => {
          races += 1;
          if (races % 500 === 0)
            process.stdout.write(`${races} races on ${engine}, seed ${seed}\n`);
          expect(allowed(together)).toContainEqual(await race(dbs, together));
        }),
        settings(4, 2_000),
      );
    },
  );

  test('do not deadlock, however their ids overlap', async () => {
    await using setting = await openTemporaryDatabase(engine);
    await using other = await openDatabase({ url: setting.url });
    const person = newPerson();
    const { tasks } = setting.db.unitOfWork(person);
    const many = fc.record({
      places: fc.shuffledSubarray([...Array(40).keys()], { minLength: 10 }),
      doing: fc.constantFrom('tick', 'tick', 'untick', 'delete', 'clear'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(many, { minLength: 6, maxLength: 10, size: 'max' }),
        async (together) => {
          const { items } = await tasks.createMany({ tasks: newTasks(40) });
          const answers = await Promise.allSettled(
            together.map(({ places, doing }, turn) => {
              const own = (turn % 2 ? other : setting.db).unitOfWork(person).tasks;
              const ids = places.map((place) => Number(items[place]?.id));
              if (doing === 'clear') return own.clearCompleted();
              if (doing === 'delete') return own.deleteMany({ ids });
              return own.updateMany({ ids, completed: doing === 'tick' });
            }),
          );
          const refusals = answers.flatMap((answer) =>
            answer.status === 'rejected' ? [answer.reason.code] : [],
          );
          expect(refusals.filter((code) => code !== 'NOT_FOUND')).toEqual([]);
        },
      ),
      settings(1, 500),
    );
  });
});

test('clearCompleted waits for a running update, and deletes what it completed', async () => {
  await using setting = await openTemporaryDatabase('postgresql');
  const { tasks } = setting.db.unitOfWork(newPerson());
  const { items } = await tasks.createMany({ tasks: newTasks(3) });
  const [done, , last] = items.map((item) => item.id) as [number, number, number];
  await tasks.updateMany({ ids: [done, last], completed: true });
  const other = new pg.Client({ connectionString: setting.url });
  await other.connect();
  await other.query(`begin; select 1 from task where id = ${last} for update`);
  const waiting = () =>
    execute(
      setting.url,
      `select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
  const ticking = tasks.updateMany({ ids: items.map((item) => item.id), completed: true });
  await expect.poll(waiting).toHaveLength(1);
  const clearing = tasks.clearCompleted();
  await expect.poll(waiting).toHaveLength(2);
  await other.end();
  const answers = { ticked: (await ticking).items.length, ...(await clearing) };
  expect(answers).toEqual({ ticked: 3, deleted: 3, left: 0 });
  expect(await tasks.counts()).toEqual({ active: 0, completed: 0 });
});
