// Databases of earlier versions: all they hold can be read, repeated and undone.
import { OperationPage, OperationsSince, settingsId } from '@tydo/schemas/operation';
import type { SyncRow } from '@tydo/schemas/sync';
import { TaskCounts, TaskPage, TaskRead } from '@tydo/schemas/task';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase, Refusal, type UnitOfWork } from './open-database.ts';
import { taskNoun } from './task/task.entity.ts';
import {
  catalogue,
  engines,
  execute,
  newPerson,
  openTemporaryDatabase,
  shortOrLong,
} from './testing/databases.ts';
import { callerOf, refusalIn, useEverything } from './testing/fixture-calls.ts';
import { copyFixture, type FixtureCall, fixtures, inOneForm } from './testing/fixtures.ts';
import { callVerb, writes } from './testing/verbs.ts';

const all = engines.flatMap((engine) => fixtures.map((name) => ({ engine, name })));
// In the short form the oldest on both engines, and the newest on PostgreSQL: older-versions.test.ts of apps/api has it
// on SQLite.
const isTelling = ({ engine, name }: (typeof all)[number]) =>
  name === fixtures[0] || (name === fixtures.at(-1) && engine === 'postgresql');
const cases = shortOrLong(all.filter(isTelling), all);

test.each(fixtures)(
  'a field that %s did not store has a later version in `since`',
  async (name) => {
    await using copy = await copyFixture(name, 'sqlite');
    const columns = await execute(copy.url, "select name from pragma_table_info('task')");
    const stored = new Set(columns.map((column) => Object(column).name));
    const rows = await execute(copy.url, 'select * from operation');
    const written = Math.max(0, ...rows.map((row) => Object(row).version ?? 0));
    const later = taskNoun.fields.filter((field) => !stored.has(field.column));
    for (const field of later) {
      expect([field.name, taskNoun.history.since[field.name] ?? 0]).toEqual([
        field.name,
        expect.toSatisfy((since: number) => since > written, 'a version after the fixture’s'),
      ]);
    }
  },
);

// The tests build on each other, in this order.
describe.each(cases)('the database of $name on $engine', ({ engine, name }) => {
  let copy: Awaited<ReturnType<typeof copyFixture>>;
  let db: Database;
  let people: Person[];
  beforeAll(async () => {
    copy = await copyFixture(name, engine);
    people = await peopleIn(copy.url);
    db = await openDatabase({ url: copy.url });
  });
  afterAll(async () => {
    await db.close();
    await copy[Symbol.asyncDispose]();
  });

  test('has people, tasks, operations and receipts, each receipt with its call', async () => {
    const found = await execute(copy.url, 'select id from receipt');
    const named = copy.calls.flatMap((call) => (call.refusal ? [] : JSON.stringify(call.input)));
    expect(found).toHaveLength(named.length);
    for (const row of found) {
      const { id } = Object(row);
      expect(named.filter((input) => input.includes(`"operationId":"${id}"`))).toHaveLength(1);
    }
    expect(people.length).toBeGreaterThan(1);
    const { task, operation } = await rowsIn(copy.url);
    expect(Math.min(task?.length ?? 0, operation?.length ?? 0)).toBeGreaterThan(10);
  });

  test('is read by every query', async () => {
    for (const { id } of people) expect(await readAll(db.unitOfWork(id))).not.toEqual([]);
  });

  test('answers each call again as before, and changes nothing', async () => {
    const before = await rowsIn(copy.url);
    for (const call of copy.calls) expect(await repeated(db, call)).toMatchObject(told(call));
    expect(await rowsIn(copy.url)).toEqual(before);
  });

  test('undoes every operation, newest first', async () => {
    for (const { id, isClosed } of people) {
      const unit = db.unitOfWork(id);
      const [rows, operations] = [await allRows(unit), await allOperations(unit)];
      const refused: unknown[] = [];
      for (const operation of operations) {
        await unit.operations.undo({ id: operation.id }).catch((error: unknown) => {
          refused.push(error instanceof Refusal ? error.code : error);
        });
      }
      expect(refused).toEqual(isClosed ? operations.map(() => 'UNAUTHORIZED') : []);
      expect(await allRows(unit)).toEqual(isClosed ? rows : atFirst(rows, operations));
    }
  });

  test('can be read after that, also by a second start, and answers as before', async () => {
    await db.close();
    db = await openDatabase({ url: copy.url });
    for (const { id } of people) await readAll(db.unitOfWork(id));
    const before = await rowsIn(copy.url);
    // All of them are repeated above: here one of each procedure and person.
    const done = copy.calls.filter(({ refusal }) => !refusal);
    const one = Map.groupBy(done, ({ person, procedure }) => `${person} ${procedure}`);
    for (const [call] of one.values()) {
      if (call) expect(await repeated(db, call)).toMatchObject(told(call));
    }
    expect(await rowsIn(copy.url)).toEqual(before);
  });
});

interface Person {
  id: string;
  /** Whether the account is closed. */
  isClosed: boolean;
}

async function peopleIn(url: string): Promise<Person[]> {
  const rows = await execute(url, 'select user_id, closed_at from journal order by user_id');
  return rows.map((row) => {
    const { user_id: id, closed_at: closedAt }: Record<string, unknown> = Object(row);
    return { id: String(id), isClosed: closedAt !== null };
  });
}

/** The rows of every table, in a fixed order. */
async function rowsIn(url: string): Promise<Record<string, string[]>> {
  const entries = await catalogue(url);
  const tables = entries.filter(
    ({ kind, name }) => kind === 'table' || (kind === 'relation' && name === 'r'),
  );
  const found: Record<string, string[]> = {};
  for (const { table } of tables) {
    const rows = await execute(url, `select * from ${table}`);
    found[table.replace('public.', '')] = rows.map((row) => JSON.stringify(row)).toSorted();
  }
  return found;
}

const told = ({ answer, refusal }: FixtureCall) => Object(refusal ?? inOneForm(answer));

async function repeated(db: Database, { person, procedure, input }: FixtureCall): Promise<unknown> {
  try {
    return inOneForm(await callVerb(db.unitOfWork(person), procedure, input));
  } catch (error) {
    if (error instanceof Refusal) return refusalIn(error);
    throw error;
  }
}

async function allTasks({ tasks }: UnitOfWork, completed?: boolean): Promise<TaskRead[]> {
  const found: TaskRead[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = TaskPage.parse(await tasks.list({ limit: 3, cursor, completed }));
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found;
}

/** Newest first. */
async function allOperations({ operations }: UnitOfWork): Promise<OperationPage['items']> {
  const found: OperationPage['items'] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = OperationPage.parse(await operations.list({ limit: 3, cursor }));
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found;
}

/** Runs every query, and checks that the answers agree and match their schemas. @returns the operations. */
async function readAll(unit: UnitOfWork): Promise<unknown[]> {
  const tasks = await allTasks(unit);
  for (const task of tasks) {
    expect(TaskRead.parse(await unit.tasks.get({ id: task.id }))).toEqual(task);
    for (const text of [task.title, task.description ?? '']) {
      const search = text.normalize('NFD').toLowerCase();
      const page = TaskPage.parse(await unit.tasks.list({ search, limit: 100 }));
      expect(page.items).toContainEqual(task);
    }
  }
  const [active, completed] = [await allTasks(unit, false), await allTasks(unit, true)];
  const counts = TaskCounts.parse(await unit.tasks.counts());
  expect(counts).toEqual({ active: active.length, completed: completed.length });
  expect(tasks).toHaveLength(active.length + completed.length);

  const operations = await allOperations(unit);
  const numbers = operations.map(({ seq }) => seq);
  const [newest = 0, oldest = 1] = [numbers[0], numbers.at(-1)];
  expect(numbers).toEqual(Array.from({ length: newest - oldest + 1 }, (_, at) => newest - at));
  const since = (seq: number) => unit.operations.since({ seq, limit: 100 });
  const later: OperationPage['items'] = [];
  for (let seq = oldest - 1; ; ) {
    const page = OperationsSince.parse(await since(seq));
    if (page.items.length === 0) break;
    later.push(...page.items);
    ({ seq } = page);
  }
  expect(later).toEqual(operations.toReversed());
  // Earlier operations are pruned.
  if (oldest > 1) await expect(since(0)).rejects.toMatchObject({ code: 'CONFLICT' });
  return operations;
}

/** The rows of all nouns, by noun and id; without `updatedAt`, which grows with an undo. */
async function allRows({ sync }: UnitOfWork): Promise<Map<string, object>> {
  const rows = new Map<string, object>();
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await sync.snapshot({ limit: 7, cursor });
    for (const one of page.rows) rows.set(keyOf(one), withoutUpdatedAt(one.row));
    cursor = page.nextCursor;
  }
  return rows;
}

const keyOf = ({ noun, row }: SyncRow): string => `${noun} ${'id' in row ? row.id : settingsId}`;
const withoutUpdatedAt = (row: object) => ({ ...row, updatedAt: undefined });

/** The rows before all of these operations (newest first). */
function atFirst(rows: Map<string, object>, operations: OperationPage['items']) {
  const found = new Map(rows);
  for (const { noun, id, before } of operations.flatMap(({ changes }) => changes)) {
    if (before === null) found.delete(`${noun} ${id}`);
    else found.set(`${noun} ${id}`, withoutUpdatedAt(before));
  }
  return found;
}

test('the calls of the next fixture use every write, and are repeated alike', async () => {
  await using temporary = await openTemporaryDatabase('sqlite');
  const calls: FixtureCall[] = [];
  await useEverything(callerOf(temporary.db, newPerson(), calls));
  expect(new Set(calls.map(({ procedure }) => procedure))).toEqual(
    new Set(writes.map(({ path }) => path)),
  );
  const hasReceipt = ({ input }: FixtureCall) => 'operationId' in Object(input);
  for (const call of calls.filter(hasReceipt)) {
    expect(await repeated(temporary.db, call)).toMatchObject(told(call));
  }
});

test('answers are compared in one form, whichever version gave them', () => {
  const after = { id: 5, title: 'x' };
  const [gone, left] = [
    { before: { id: 7, title: 'y' }, after: null },
    { before: null, after },
  ];
  const changes = [
    { noun: 'task', id: 7, ...gone },
    { noun: 'task', id: 5, ...left },
  ];
  const form = { operation: { id: 'a', changes }, tasks: [after] };
  const former = [
    { taskId: 7, ...gone },
    { taskId: 5, ...left },
  ];
  expect(inOneForm({ operation: { id: 'a', changes: former }, tasks: [after] })).toEqual(form);
  expect(inOneForm({ operation: { id: 'a', changes } })).toEqual(form);
});
