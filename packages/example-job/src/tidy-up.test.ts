import {
  createTasks,
  engines,
  execute,
  longTimeouts,
  newPerson,
  openTemporaryDatabase,
} from '@tydo/db/testing';
import { describe, expect, test } from 'vitest';
import { tidyUp } from './tidy-up.ts';

describe.each(engines)('tidyUp on %s', (engine) => {
  test('deletes completed tasks, returns open ones, and leaves other users’ tasks alone', async () => {
    await using temporary = await openTemporaryDatabase(engine, { timeouts: longTimeouts });
    const [ann, bo] = [newPerson(), newPerson()];
    const [, ...rest] = await createTasks(temporary.db.unitOfWork(ann).tasks, [
      { title: 'Eggs', completed: true },
      { title: 'Milk' },
      { title: 'Bread' },
    ]);
    const others = temporary.db.unitOfWork(bo).tasks;
    const theirs = await createTasks(others, [{ title: 'Not ours', completed: true }]);

    const open = rest.toReversed();
    expect(await tidyUp(temporary.db, ann)).toEqual({ deleted: 1, open });
    expect(await tidyUp(temporary.db, ann)).toEqual({ deleted: 0, open });
    expect((await others.list()).items).toEqual(theirs);
  });

  test('ends where a completed task cannot be deleted, because it has an open child', async () => {
    await using temporary = await openTemporaryDatabase(engine, { timeouts: longTimeouts });
    const ann = newPerson();
    const { tasks } = temporary.db.unitOfWork(ann);
    const parent = await tasks.create({ title: 'Shopping', uid: 'shopping' });
    const child = await tasks.create({ title: 'Milk', parentUid: 'shopping' });
    await execute(temporary.url, `update task set completed = true where id = ${parent.id}`);
    expect(await tidyUp(temporary.db, ann)).toEqual({ deleted: 0, open: [child] });
  });

  test('returns all open tasks of more than one page', async () => {
    await using temporary = await openTemporaryDatabase(engine, { timeouts: longTimeouts });
    const ann = newPerson();
    const many = Array.from({ length: 101 }, (_, index) => ({ title: `task ${index}` }));
    const created = await createTasks(temporary.db.unitOfWork(ann).tasks, many);
    expect((await tidyUp(temporary.db, ann)).open).toEqual(created.toReversed());
  });
});
