// What the client takes and gives follows the router; checked by the compiler.
import type { AppRouter } from '@tydo/api/router';
import type { TaskCreate, TaskListInput, TaskPage, TaskRead, TaskUpdate } from '@tydo/schemas/task';
import { expectTypeOf, test } from 'vitest';
import type { TydoClient } from './client.ts';

type Input<F extends (...args: never[]) => unknown> = Parameters<F>[0];
type Output<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>;
type Calls = TydoClient['task'];

test('inputs and outputs are those of the schemas', () => {
  expectTypeOf<Input<Calls['create']['mutate']>>().toEqualTypeOf<TaskCreate>();
  expectTypeOf<Input<Calls['update']['mutate']>>().toEqualTypeOf<TaskUpdate>();
  expectTypeOf<Exclude<Input<Calls['list']['query']>, void>>().toEqualTypeOf<
    NonNullable<TaskListInput>
  >();
  expectTypeOf<Output<Calls['create']['mutate']>>().toEqualTypeOf<TaskRead>();
  expectTypeOf<Output<Calls['update']['mutate']>>().toEqualTypeOf<TaskRead>();
  expectTypeOf<Output<Calls['get']['query']>>().toEqualTypeOf<TaskRead>();
  expectTypeOf<Output<Calls['list']['query']>>().toEqualTypeOf<TaskPage>();
  expectTypeOf<Output<Calls['clearCompleted']['mutate']>>().toEqualTypeOf<{ deleted: number }>();
});

test('every part of the router is on the client', () => {
  expectTypeOf<keyof AppRouter['_def']['record']>().toExtend<keyof TydoClient>();
});

test('wrong calls do not compile', () => {
  const wrong = (calls: Calls) => {
    // @ts-expect-error a title is a text
    void calls.create.mutate({ title: 1 });
    // @ts-expect-error nothing but id, title, description, completed, ifUpdatedAt
    void calls.update.mutate({ id: 1, userId: 'somebody' });
    // @ts-expect-error counts takes nothing
    void calls.counts.query({ completed: true });
    // @ts-expect-error create is no query
    void calls.create.query({ title: 'x' });
  };
  expectTypeOf(wrong).toBeFunction();
});
