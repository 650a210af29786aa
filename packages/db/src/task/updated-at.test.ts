// updatedAt grows with every change of its task, and only then.
import type { TaskUpdate } from '@tydo/schemas/task';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, execute, newPerson, openTemporaryDatabase } from '../testing/databases.ts';

describe.each(engines)('updatedAt on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  const oneTask = async () => {
    const { tasks } = temporary.db.unitOfWork(newPerson());
    const task = await tasks.create({ title: 'one', description: 'some' });
    return { tasks, task };
  };
  const rowsExcept = (id: number) =>
    execute(temporary.url, `select * from task where id <> ${id} order by id`);

  test.each<[string, Omit<TaskUpdate, 'id'>]>([
    ['the title', { title: 'two' }],
    ['the case of the title', { title: 'ONE' }],
    ['the description', { description: 'other' }],
    ['the description to none', { description: null }],
    ['completed', { completed: true }],
    ['one field among equal ones', { title: 'one', description: 'some', completed: true }],
  ])('moves with a change of %s, on that task alone', async (_name, change) => {
    const { tasks, task } = await oneTask();
    const others = await rowsExcept(task.id);
    const changed = await tasks.update({ id: task.id, ...change });
    const { updatedAt } = changed;
    const completedAt = change.completed ? updatedAt : null;
    expect(changed).toEqual({ ...task, ...change, completedAt, updatedAt });
    expect(changed.updatedAt > task.updatedAt).toBe(true);
    expect(await tasks.get(task)).toEqual(changed);
    expect(await rowsExcept(task.id)).toEqual(others);
  });

  test.each<[string, Omit<TaskUpdate, 'id'>]>([
    ['no field', {}],
    ['the same title', { title: 'one' }],
    ['the same description', { description: 'some' }],
    ['the same state', { completed: false }],
    ['the same everything', { title: 'one', description: 'some', completed: false }],
  ])('stays with an update of %s', async (_name, change) => {
    const { tasks, task } = await oneTask();
    expect(await tasks.update({ id: task.id, ...change })).toEqual(task);
    expect(await tasks.get(task)).toEqual(task);
  });

  test('stays if a change is refused', async () => {
    const { tasks, task } = await oneTask();
    const stale = { id: task.id, title: 'late', ifUpdatedAt: '2020-01-01T00:00:00.000Z' };
    await expect(tasks.update(stale)).rejects.toMatchObject({ code: 'CONFLICT' });
    const { tasks: strangers } = temporary.db.unitOfWork(newPerson());
    const theft = strangers.update({ id: task.id, title: 'mine' });
    await expect(theft).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await tasks.get(task)).toEqual(task);
  });

  test('stays while other tasks are created, changed and deleted, also of the same person', async () => {
    const { tasks, task } = await oneTask();
    for (const { tasks: those } of [{ tasks }, temporary.db.unitOfWork(newPerson())]) {
      const other = await those.create({ title: 'other' });
      await those.update({ id: other.id, completed: true });
      await those.clearCompleted();
      await those.delete(await those.create({ title: 'another' }));
    }
    expect(await tasks.get(task)).toEqual(task);
  });

  test('stays on reads', async () => {
    const { tasks, task } = await oneTask();
    await Promise.all([tasks.list(), tasks.counts(), tasks.list({ search: 'one' })]);
    expect(await tasks.get(task)).toEqual(task);
  });

  test('is accepted as ifUpdatedAt, also after an update that changed nothing', async () => {
    const { tasks, task } = await oneTask();
    const first = await tasks.update({ id: task.id, title: 'two', ifUpdatedAt: task.updatedAt });
    await tasks.update({ id: task.id, title: 'two', ifUpdatedAt: first.updatedAt });
    const second = await tasks.update({ id: task.id, title: 'one', ifUpdatedAt: first.updatedAt });
    expect(second.updatedAt > first.updatedAt).toBe(true);
  });
});
