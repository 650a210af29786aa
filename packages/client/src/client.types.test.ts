// What the client takes and gives follows the router; checked by the compiler.
import type { AppRouter } from '@tydo/api/router';
import type { ErrorCode, ErrorData } from '@tydo/schemas/error';
import type {
  TaskCreate,
  TaskCreateMany,
  TaskDeleteMany,
  TaskItems,
  TaskListInput,
  TaskPage,
  TaskRead,
  TaskRefs,
  TaskUpdate,
  TaskUpdateMany,
} from '@tydo/schemas/task';
import { expectTypeOf, test } from 'vitest';
import type {
  CallOptions,
  Result,
  result,
  TydoClient,
  TydoError,
  TydoErrorCode,
} from './client.ts';

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
  expectTypeOf<Output<Calls['clearCompleted']['mutate']>>().toEqualTypeOf<{
    deleted: number;
    left: number;
  }>();
  expectTypeOf<Input<Calls['createMany']['mutate']>>().toEqualTypeOf<TaskCreateMany>();
  expectTypeOf<Input<Calls['updateMany']['mutate']>>().toEqualTypeOf<TaskUpdateMany>();
  expectTypeOf<Input<Calls['deleteMany']['mutate']>>().toEqualTypeOf<TaskDeleteMany>();
  expectTypeOf<Output<Calls['createMany']['mutate']>>().toEqualTypeOf<TaskItems>();
  expectTypeOf<Output<Calls['updateMany']['mutate']>>().toEqualTypeOf<TaskItems>();
  expectTypeOf<Output<Calls['deleteMany']['mutate']>>().toEqualTypeOf<TaskRefs>();
});

test('every call takes a signal', () => {
  expectTypeOf<CallOptions>().toExtend<NonNullable<Parameters<Calls['list']['query']>[1]>>();
  expectTypeOf<CallOptions>().toExtend<NonNullable<Parameters<Calls['create']['mutate']>[1]>>();
  expectTypeOf<Parameters<TydoClient['signIn']>[1]>().toEqualTypeOf<CallOptions | undefined>();
});

test('errors are values of one type, with a closed set of codes', () => {
  type Local = 'NO_ANSWER' | 'TIMEOUT' | 'ABORTED' | 'UNEXPECTED_ANSWER' | 'UNKNOWN';
  expectTypeOf<TydoErrorCode>().toEqualTypeOf<ErrorCode | Local>();
  expectTypeOf<TydoError['code']>().toEqualTypeOf<TydoErrorCode>();
  expectTypeOf<TydoError['data']>().toEqualTypeOf<ErrorData | undefined>();
  expectTypeOf<TydoError['retryAfter']>().toEqualTypeOf<number | undefined>();
  expectTypeOf<TaskRead | undefined>().toExtend<NonNullable<TydoError['data']>['current']>();

  const read = (outcome: Output<typeof result<TaskRead>>) => {
    expectTypeOf(outcome).toEqualTypeOf<Result<TaskRead>>();
    // @ts-expect-error `value` needs `ok` to be checked
    void outcome.value;
    if (outcome.ok) expectTypeOf(outcome.value).toEqualTypeOf<TaskRead>();
    else expectTypeOf(outcome.error).toEqualTypeOf<TydoError>();
  };
  expectTypeOf(read).toBeFunction();
});

test('the client has every part of the router', () => {
  expectTypeOf<keyof AppRouter['_def']['record']>().toExtend<keyof TydoClient>();
});

test('wrong calls do not compile', () => {
  const wrong = (calls: Calls) => {
    // @ts-expect-error a title is a string
    void calls.create.mutate({ title: 1 });
    // @ts-expect-error nothing but id, title, description, completed, ifUpdatedAt
    void calls.update.mutate({ id: 1, userId: 'other' });
    // @ts-expect-error counts takes nothing
    void calls.counts.query({ completed: true });
    // @ts-expect-error create is not a query
    void calls.create.query({ title: 'x' });
  };
  expectTypeOf(wrong).toBeFunction();
});
