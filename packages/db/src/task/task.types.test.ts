// The entity, the schemas and the table agree; most of it is checked by the compiler.
import { TaskRead, taskLimits } from '@tydo/schemas/task';
import { expect, expectTypeOf, test } from 'vitest';
import type { Database } from '../open-database.ts';
import { connectionTo } from '../open-database.ts';
import { createOrm } from '../orm.ts';
import type { OwnStatement } from '../own-rows.ts';
import type { Owner } from '../owner-filter.ts';
import type { ReadScope, WriteScope } from '../scope.ts';
import type { Statement } from '../statement/prepared.ts';
import { openTemporaryDatabase } from '../testing/databases.ts';
import { ownTasks, type TaskColumns } from './own-tasks.ts';
import { Task } from './task.entity.ts';

test('the columns are as long as the schemas allow, and no field lacks its column', async () => {
  const orm = await createOrm(await connectionTo({ url: 'sqlite::memory:' }));
  const { properties } = orm.getMetadata().get(Task);
  expect(properties.title.columnTypes).toEqual([`varchar(${taskLimits.title})`]);
  expect(properties.description.columnTypes).toEqual([`varchar(${taskLimits.description})`]);
  expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(TaskRead.shape)));
  await orm.close(true);
});

test('a task without an owner is a compile error', () => {
  const mistakes = (db: Database, em: WriteScope['em'], now: Date) => {
    // @ts-expect-error -- a unit of work belongs to a person
    db.unitOfWork();
    // @ts-expect-error -- undefined is not a person
    db.unitOfWork(null);
    // @ts-expect-error -- a caller cannot choose the owner
    void db.unitOfWork('ann').tasks.create({ title: 'x', userId: 'bob' });
    // @ts-expect-error -- userId is missing
    em.create(Task, { title: 'x', description: null, createdAt: now, updatedAt: now });
  };
  expectTypeOf(mistakes).toBeFunction();
  expectTypeOf<Task['userId']>().toEqualTypeOf<string>();
});

test('a statement that is not restricted to the owner is a compile error', () => {
  const mistakes = (scope: ReadScope) => {
    // @ts-expect-error -- not restricted to the owner
    void scope.query(({ db }) => db.selectFrom('task').selectAll(), {});
    // @ts-expect-error -- nothing gives access without `tasks`
    ownTasks((_tasks, { db }) => db.selectFrom('task').selectAll());
  };
  expectTypeOf(mistakes).toBeFunction();
  expectTypeOf<Statement<unknown, Owner, TaskColumns>>().not.toExtend<
    OwnStatement<object, TaskColumns>
  >();
});

test('a closed database throws, and may be closed again', async () => {
  await using temporary = await openTemporaryDatabase('sqlite');
  await temporary.db.close();
  await temporary.db.close();
  expect(() => temporary.db.unitOfWork('ann')).toThrow('was closed');
});

test('a unit of work without a person throws at run time, too', async () => {
  await using temporary = await openTemporaryDatabase('sqlite');
  for (const personId of ['', ' \n', undefined, null, 5, {}]) {
    // @ts-expect-error -- as a caller without types
    expect(() => temporary.db.unitOfWork(personId)).toThrow(/personId/);
  }
});
