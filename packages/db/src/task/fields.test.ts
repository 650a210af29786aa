// Every field of the schemas, through every verb, on both engines: it is returned as it was sent.
import { randomUUID } from 'node:crypto';
import { ruleProblem } from '@tydo/rules/recurrence';
import { withoutUndefined } from '@tydo/rules/row';
import { changeSchedule } from '@tydo/rules/schedule';
import { TaskCreate, TaskRead, TaskUpdate, TaskUpdateMany } from '@tydo/schemas/task';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database, UnitOfWork } from '../open-database.ts';
import { engines, newPerson, openTemporaryDatabase, shortOrLong } from '../testing/databases.ts';
import { latest, rowsOf } from '../testing/history.ts';
import { neededFor, samplesOf } from '../testing/samples.ts';

const notWritten = new Set(['id', 'ids', 'operationId', 'ifUpdatedAt']);
// Not fields of a task (trees.test.ts).
for (const name of ['before', 'after', 'addLabelIds', 'removeLabelIds']) notWritten.add(name);
/** The fields of an input that are fields of a task. */
const fieldsOf = (shape: Record<string, Parameters<typeof samplesOf>[1]>) =>
  Object.entries(shape).flatMap(([name, schema]) =>
    notWritten.has(name)
      ? []
      : [{ name, samples: samplesOf(name, schema).filter((value) => value !== undefined) }],
  );

const created = fieldsOf(TaskCreate.shape);
const changed = fieldsOf(TaskUpdate.shape);
const changedTogether = fieldsOf(TaskUpdateMany.shape);

test('every field that can be written is read and has samples', () => {
  const names = new Set([...created, ...changed, ...changedTogether].map(({ name }) => name));
  expect(Object.keys(TaskRead.shape)).toEqual(expect.arrayContaining([...names]));
  expect(created.map(({ name }) => name)).toContain('title');
});

describe.each(engines)('a field on %s', (engine) => {
  // On PostgreSQL in the short form one value of each field, on SQLite all.
  const telling = (samples: unknown[]) =>
    engine === 'sqlite' ? samples : samples.slice(0, shortOrLong(1, samples.length));
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  let db: Database;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
    ({ db } = temporary);
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  /** A person with the rows that these values of a field name. */
  async function newOwner(field: string, samples: unknown[]): Promise<UnitOfWork> {
    const me = db.unitOfWork(newPerson());
    const ids = new Set(samples.flat().filter((value) => typeof value === 'string'));
    const make: Record<string, (id: string) => Promise<unknown>> = {
      listId: (id) => me.lists.create({ id, name: id }),
      sectionId: (id) => me.sections.create({ id, listId: 'home', name: id }),
      parentUid: (uid) => me.tasks.create({ uid, title: uid }),
      labelIds: (id) => me.labels.create({ id, name: id }),
    };
    if (field === 'sectionId') await me.lists.create({ id: 'home', name: 'home' });
    for (const id of ids) await make[field]?.(id);
    return me;
  }

  /** Expects the same task in all reads. */
  async function expectTold(me: UnitOfWork, task: TaskRead): Promise<void> {
    expect(Object.keys(task)).toEqual(Object.keys(TaskRead.shape));
    expect(await me.tasks.get({ id: task.id })).toEqual(task);
    expect((await me.tasks.list()).items.find(({ id }) => id === task.id)).toEqual(task);
    expect((await me.export.page('tasks', null)).items).toContainEqual(task);
    const [operation] = (await me.operations.list({ noun: 'task', id: task.id, limit: 1 })).items;
    expect(
      operation?.changes.find(({ noun, id }) => noun === 'task' && id === task.id)?.after,
    ).toEqual(task);
  }

  test.each(created)(
    '$name of a new task is returned as it was sent',
    async ({ name, samples }) => {
      for (const value of telling(samples)) {
        const me = await newOwner(name, [value]);
        const input = TaskCreate.parse({ title: 'x', ...neededFor[name], [name]: value });
        const operationId = randomUUID();
        const task = await me.tasks.create({ ...input, operationId });
        expect(task).toMatchObject({ [name]: value });
        await expectTold(me, task);
        expect(await me.tasks.create({ ...input, operationId })).toEqual(task);
        await me.tasks.delete({ id: task.id });
        const [back] = rowsOf(await me.operations.undo({ id: (await latest(me)).id }));
        expect(back).toEqual({ ...task, updatedAt: back?.updatedAt });
        if (back) await expectTold(me, back);
        const other = await newOwner(name, [value]);
        const { items } = await other.tasks.createMany({ tasks: [{ title: 'y' }, input] });
        const [, second] = items;
        expect(second).toMatchObject({ [name]: value });
        if (second) await expectTold(other, second);
      }
    },
  );

  test.each(changed)(
    '$name is changed and undone without other fields',
    async ({ name, samples }) => {
      const me = await newOwner(name, samples);
      let task = await me.tasks.create({ title: 'x', description: 'y', ...neededFor[name] });
      for (const value of telling(samples)) {
        const last = task;
        const change = TaskUpdate.parse({ id: task.id, [name]: value });
        const operationId = randomUUID();
        task = await me.tasks.update({ ...change, operationId });
        const isNew = JSON.stringify(last) !== JSON.stringify({ ...last, [name]: value });
        const { updatedAt } = task;
        const also = name === 'completed' ? { completedAt: value ? updatedAt : null } : {};
        // The fields of a series go with its rule and its anchor.
        const series = withoutUndefined(changeSchedule(last, { [name]: value }, ruleProblem));
        expect(task).toEqual({ ...last, ...also, ...series, [name]: value, updatedAt });
        expect(task.updatedAt > last.updatedAt).toBe(isNew);
        await expectTold(me, task);
        // The same values change nothing, nor does a repeat.
        expect(await me.tasks.update(change)).toEqual(task);
        expect(await me.tasks.update({ ...change, operationId })).toEqual(task);
        if (!isNew) continue;
        const operation = await latest(me);
        expect(operation.changes).toEqual([
          { noun: 'task', id: task.id, before: last, after: task },
        ]);
        const undone = await me.operations.undo({ id: operation.id });
        const [back] = rowsOf(undone);
        expect(back).toEqual({ ...last, updatedAt: back?.updatedAt });
        const [again] = rowsOf(await me.operations.undo({ id: undone.operation.id }));
        expect(again).toEqual({ ...task, updatedAt: again?.updatedAt });
        if (again) task = again;
      }
    },
  );

  test.each(changedTogether)('$name is changed in several tasks', async ({ name, samples }) => {
    const me = db.unitOfWork(newPerson());
    const { items } = await me.tasks.createMany({ tasks: [{ title: 'x' }, { title: 'y' }] });
    const ids = items.map(({ id }) => id);
    for (const value of telling(samples)) {
      const changes = TaskUpdateMany.parse({ ids, [name]: value });
      for (const task of (await me.tasks.updateMany(changes)).items) {
        expect(task).toMatchObject({ [name]: value });
        expect(await me.tasks.get({ id: task.id })).toEqual(task);
      }
    }
  });
});
