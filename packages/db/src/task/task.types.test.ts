// The entity, the schemas and the table agree; most of it is checked by the compiler.
import { type TaskRead as Read, TaskRead, taskLimits } from '@tydo/schemas/task';
import { expect, expectTypeOf, test } from 'vitest';
import { openSqlite } from '../connection/sqlite.ts';
import { createOrm } from '../orm.ts';
import { Task } from './task.entity.ts';

type WithDates<T> = { [K in keyof T]: K extends 'createdAt' | 'updatedAt' ? Date : T[K] };

test('every field that is read is one of the entity, of the same type', () => {
  expectTypeOf<Pick<Task, keyof Read>>().toExtend<WithDates<Read>>();
  expectTypeOf<Task['read']>().returns.toEqualTypeOf<Read>();
});

test('the columns are as long as the schemas allow, and no field lacks its column', async () => {
  const orm = await createOrm(openSqlite({ engine: 'sqlite', path: ':memory:' }));
  const { properties } = orm.getMetadata().get(Task);
  expect(properties.title.columnTypes).toEqual([`varchar(${taskLimits.title})`]);
  expect(properties.description.columnTypes).toEqual([`varchar(${taskLimits.description})`]);
  expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(TaskRead.shape)));
  await orm.close(true);
});
