import { newAccount, startTestServer } from '@tydo/api/testing';
import type { Operation } from '@tydo/schemas/operation';
import type { TaskRead } from '@tydo/schemas/task';
import { someTask } from '@tydo/schemas/testing/task';
import { expect, expectTypeOf, test } from 'vitest';
import { createTydoClient, eachItem, type TydoClient } from './client.ts';
import { respond, respondWithError, startFakeServer } from './testing/fake-server.ts';

const page = (ids: number[], nextCursor: string | null) =>
  respond(200, [
    { result: { data: { items: ids.map((id) => ({ ...someTask, id })), nextCursor } } },
  ]);

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The input of a request with one call. */
const inputOf = ({ url }: { url: string }): unknown => {
  const inputs = new URL(url, 'http://localhost').searchParams.get('input');
  return JSON.parse(inputs ?? '{}')[0];
};

test('iterates over the pages of a real server, of tasks and of operations', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const { signUp, task, operation } = createTydoClient({ url: server.url });
  await signUp(newAccount());
  const tasks = Array.from({ length: 7 }, (_, index) => ({ title: `Task ${index}` }));
  const { items } = await task.createMany.mutate({ tasks });
  await task.update.mutate({ id: items[0]?.id ?? 0, completed: true });
  const open = await collect(eachItem(task.list, { completed: false, limit: 2 }));
  expect(open).toEqual(items.slice(1).toReversed());
  const all = await collect(eachItem(task.list));
  expect(all.map(({ id }) => id)).toEqual(items.map(({ id }) => id).toReversed());
  const operations = await collect(eachItem(operation.list, { limit: 1 }));
  expect(operations.map(({ kind }) => kind)).toEqual(['task.update', 'task.createMany']);
});

test('sends the same input with the cursor of the previous page, until there is none', async () => {
  await using server = await startFakeServer(page([5, 4], 'a'), page([3, 2], 'b'), page([1], null));
  const { task } = createTydoClient({ url: server.url });
  const { signal } = new AbortController();
  const input = { completed: true, cursor: 'start' };
  const items = await collect(eachItem(task.list, input, { signal }));
  expect(items.map(({ id }) => id)).toEqual([5, 4, 3, 2, 1]);
  expect(server.requests.map(inputOf)).toEqual([
    { completed: true, cursor: 'start' },
    { completed: true, cursor: 'a' },
    { completed: true, cursor: 'b' },
  ]);
});

test('requests a page when the items of the previous one are used up', async () => {
  await using server = await startFakeServer(page([2, 1], 'a'));
  const { task } = createTydoClient({ url: server.url });
  const iterator = eachItem(task.list);
  expect(server.requests).toHaveLength(0);
  for await (const { id } of iterator) if (id === 1) break;
  expect(server.requests).toHaveLength(1);
});

test('yields the items before a page that fails, and then throws its error', async () => {
  await using server = await startFakeServer(
    page([2, 1], 'a'),
    respondWithError('BAD_REQUEST', 400),
  );
  const { task } = createTydoClient({ url: server.url });
  const ids: number[] = [];
  const iterate = async () => {
    for await (const { id } of eachItem(task.list)) ids.push(id);
  };
  await expect(iterate()).rejects.toMatchObject({
    name: 'TydoError',
    code: 'BAD_REQUEST',
    procedure: 'task.list',
  });
  expect(ids).toEqual([2, 1]);
  expect(server.requests).toHaveLength(2);
});

test('an aborted signal ends the iteration', async () => {
  await using server = await startFakeServer(page([2, 1], 'a'));
  const { task } = createTydoClient({ url: server.url });
  const controller = new AbortController();
  const iterate = async () => {
    const { signal } = controller;
    for await (const { id } of eachItem(task.list, {}, { signal }))
      if (id === 1) controller.abort();
  };
  await expect(iterate()).rejects.toMatchObject({ code: 'ABORTED' });
  expect(server.requests).toHaveLength(1);
});

test('its types are the input and the output of the list', () => {
  const calls = ({ task, operation }: TydoClient) => {
    expectTypeOf(eachItem(task.list)).toEqualTypeOf<AsyncGenerator<TaskRead, void, undefined>>();
    expectTypeOf(eachItem(operation.list, { noun: 'task' })).toEqualTypeOf<
      AsyncGenerator<Operation, void, undefined>
    >();
    // @ts-expect-error a list of tasks has no such filter
    void eachItem(task.list, { completed: true, complete: true });
    // @ts-expect-error not a list
    void eachItem(task.get, { id: 1 });
  };
  expectTypeOf(calls).toBeFunction();
});
