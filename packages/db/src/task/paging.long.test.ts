// Pages of a list while its tasks are created, changed and deleted: no task is repeated, and none is skipped
// that was there all the time.
import type { TaskListInput, TaskPage, TaskRead } from '@tydo/schemas/task';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase, type Tasks } from '../open-database.ts';
import { type Call, type ModelTask, perform, type State } from '../testing/contract.ts';
import { engines, newPerson, openTemporaryDatabase, shortOrLong } from '../testing/databases.ts';
import { NamedTasks } from '../testing/named-tasks.ts';

type Filter = Pick<NonNullable<TaskListInput>, 'completed' | 'search'>;

// Few letters, so that a search finds many; none whose length changes with its case, which `matches` ignores.
const text = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from('aAbBéÉ%_😀')), minLength: 1, maxLength });
const task = fc.record({ title: text(4), description: fc.option(text(4)) });
const changes = fc.record(
  { title: text(4), description: fc.option(text(4)), completed: fc.boolean() },
  { requiredKeys: ['completed'] },
);
const filter: fc.Arbitrary<Filter> = fc.record(
  { completed: fc.boolean(), search: text(1) },
  { requiredKeys: [] },
);
const limits = fc.array(fc.constantFrom(1, 2, 3, 5, 8), { minLength: 1 });

const matches = ({ completed, search = '' }: Filter, one: Omit<ModelTask, 'name' | 'version'>) =>
  (completed === undefined || one.completed === completed) &&
  [one.title, one.description ?? ''].some((own) =>
    own.toUpperCase().includes(search.toUpperCase()),
  );

// Tasks by their index; -1 is the last one of the page before.
const event = fc.record({
  verb: fc.constantFrom<Call['verb'][]>(
    ...(['create', 'createMany', 'update', 'updateMany'] as const),
    ...(['delete', 'deleteMany', 'clearCompleted'] as const),
  ),
  places: fc.array(fc.integer({ min: -1, max: 30 }), { minLength: 1, maxLength: 6 }),
  changes,
  tasks: fc.array(task, { minLength: 1, maxLength: 4 }),
});
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

function callOf({ places, ...happens }: Event, there: string[], last = 'nobody'): Call {
  const nameAt = (place: number) => (place < 0 ? last : there[place % there.length]) ?? 'nobody';
  const names = [...new Set(places.map(nameAt))];
  const { completed } = happens.changes;
  return { ...happens, task: happens.tasks[0], name: names[0], names, completed } as Call;
}

/** All pages, with these limits in turn. */
async function* pagesOf(tasks: Tasks, list: Filter, sizes: number[]): AsyncGenerator<TaskPage> {
  let cursor: string | null = null;
  // Tasks that are created meanwhile are before the first page, so the list ends.
  for (let nth = 0; nth < 100; nth += 1) {
    const page: TaskPage = await tasks.list({
      ...list,
      cursor,
      limit: Number(sizes[nth % sizes.length]),
    });
    yield page;
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
  throw new Error('A list without an end.');
}

const descend = (ids: number[]) =>
  ids.every((id, place) => place === 0 || id < Number(ids[place - 1]));

/** A person whose calls, one after the other, are compared with the model. */
async function personWith(tasks: Tasks, stock: Stock) {
  const named = new NamedTasks();
  let state: State = new Map();
  let calls = 0;
  const names = () => [...state.keys()];
  /** Newest first. */
  const matching = (list: Filter): ModelTask[] =>
    [...state.values()].filter((one) => matches(list, one)).toReversed();
  const does = async (call: Call) => {
    const prefix = `${(calls += 1)}`;
    const [answer, after] = perform(state, call, prefix);
    expect((await named.send(tasks, call, prefix))()).toEqual(answer);
    state = after;
  };
  await does({ verb: 'createMany', tasks: stock.map(([one]) => one) });
  const done = names().filter((_, place) => stock[place]?.[1]);
  if (done.length > 0) await does({ verb: 'updateMany', names: done, completed: true });
  return { named, names, matching, does };
}
type NewTask = Pick<ModelTask, 'title' | 'description'>;
type Stock = [task: NewTask, completed: boolean][];

/** Statistics, printed by the long form. */
const tally = { pages: 0, calls: 0 };

/** `events[nth]` happen after the nth page. */
async function walkBetween(
  tasks: Tasks,
  ...[stock, list, sizes, events]: [Stock, Filter, number[], Event[][]]
): Promise<void> {
  const person = await personWith(tasks, stock);
  const { named } = person;
  let steady = person.matching(list).map(({ name }) => name);
  const seen: string[] = [];
  let pages = 0;
  for await (const { items, nextCursor } of pagesOf(tasks, list, sizes)) {
    const after = seen.length === 0 ? Infinity : named.id(seen.at(-1) ?? '');
    const rest = person.matching(list).filter(({ name }) => named.id(name) < after);
    const facts = items.map((item) => named.modelTask(item));
    expect(facts).toEqual(rest.slice(0, sizes[pages % sizes.length]));
    expect(nextCursor === null).toBe(facts.length === rest.length);
    seen.push(...facts.map(({ name }) => name));
    for (const happens of events[pages % events.length] ?? []) {
      await person.does(callOf(happens, person.names(), seen.at(-1)));
      const there = new Set(person.matching(list).map(({ name }) => name));
      steady = steady.filter((name) => there.has(name));
      tally.calls += 1;
    }
    pages += 1;
  }
  expect(descend(seen.map(named.id))).toBe(true);
  expect(steady.filter((name) => !seen.includes(name))).toEqual([]);
  tally.pages += pages;
}

/** Three callers change every second task; the others stay unchanged. */
async function walkAmong(
  dbs: [Database, Database],
  ...[stock, list, sizes, events]: [NewTask[], Filter, number[], Event[]]
): Promise<void> {
  const person = newPerson();
  const { tasks } = dbs[0].unitOfWork(person);
  const named = new NamedTasks();
  await named.send(tasks, { verb: 'createMany', tasks: stock }, 'stock');
  const [kept, loose] = [0, 1].map((half) =>
    stock.flatMap((_, place) => (place % 2 === half ? `stock ${place}` : [])),
  );
  // clearCompleted must not delete the unchanged ones.
  const completed = list.completed === true;
  await named.send(tasks, { verb: 'updateMany', names: kept ?? [], completed }, '');
  const allowed = completed ? events.filter(({ verb }) => verb !== 'clearCompleted') : events;

  const seen: TaskRead[] = [];
  const reading = { over: false };
  const read = async () => {
    try {
      for await (const { items } of pagesOf(tasks, list, sizes)) {
        seen.push(...items);
        tally.pages += 1;
      }
    } finally {
      reading.over = true;
    }
  };
  const disturb = async (db: Database, caller: number) => {
    for (let nth = 0; !reading.over && allowed.length > 0; nth += 1) {
      const happens = allowed[(caller + nth) % allowed.length] as Event;
      const call = callOf(happens, loose ?? []);
      const tell = await named.send(db.unitOfWork(person).tasks, call, `${caller}, ${nth}`);
      expect([undefined, 'NOT_FOUND']).toContain(Object(tell()).refused);
      tally.calls += 1;
    }
  };
  await Promise.all([read(), ...[dbs[0], dbs[1], dbs[1]].map(disturb)]);

  expect(descend(seen.map(({ id }) => id))).toBe(true);
  expect(seen.filter((item) => !matches(list, item))).toEqual([]);
  const steady = (kept ?? []).filter((_, place) => {
    const one = stock[place * 2];
    return one && matches(list, { ...one, completed });
  });
  const names = seen.map((item) => named.modelTask(item).name);
  expect(names.filter((name) => kept?.includes(name))).toEqual(steady.toReversed());
}

const seed = shortOrLong(20_261_125, Date.now());

describe.each(engines)('pages of a list on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  let other: Database;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
    other = await openDatabase({ url: temporary.url });
  });
  afterAll(async () => {
    await other.close();
    await temporary[Symbol.asyncDispose]();
  });
  afterEach(() => {
    if (shortOrLong(0, 1))
      process.stdout.write(`${engine}, seed ${seed}: ${JSON.stringify(tally)}\n`);
  });

  test('are right while tasks change between the pages', async () => {
    const stock = fc.array(fc.tuple(task, fc.boolean()), {
      minLength: 5,
      maxLength: 30,
      size: 'max',
    });
    const events = fc.array(fc.array(event, { maxLength: 3 }), { minLength: 1, maxLength: 8 });
    const property = fc.asyncProperty(stock, filter, limits, events, (...walk) =>
      walkBetween(temporary.db.unitOfWork(newPerson()).tasks, ...walk),
    );
    await fc.assert(property, { numRuns: shortOrLong(5, 1_000), seed });
  });

  test('are right while tasks change concurrently', async () => {
    const stock = fc.array(task, { minLength: 10, maxLength: 40, size: 'max' });
    const events = fc.array(event, { minLength: 3, maxLength: 12, size: 'max' });
    const property = fc.asyncProperty(stock, filter, limits, events, (...walk) =>
      walkAmong([temporary.db, other], ...walk),
    );
    await fc.assert(property, { numRuns: shortOrLong(3, 500), seed, endOnFailure: true });
  });
});
