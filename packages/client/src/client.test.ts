import { randomUUID } from 'node:crypto';
import { newAccount, startTestServer, type TestServer } from '@tydo/api/testing';
import { callerOf } from '@tydo/api/testing/caller';
import { signUpWithTwoFactor } from '@tydo/api/testing/two-factor';
import { sqliteOrBoth } from '@tydo/db/testing';
import type { TaskRead } from '@tydo/schemas/task';
import { personHeader } from '@tydo/schemas/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTydoClient, TydoError } from './client.ts';
import { closeConnection, forwardTo, startFakeServer } from './testing/fake-server.ts';

describe.each(sqliteOrBoth)('a program with the typed client, on %s', (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ engine });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const signedUp = async () => {
    const client = createTydoClient({ url: server.url });
    await client.signUp(newAccount());
    return client;
  };
  const refusal = async (call: Promise<unknown>): Promise<TydoError> => {
    const error: unknown = await call.then(
      () => expect.fail('it did not fail'),
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(TydoError);
    return error as TydoError;
  };

  test('signs up, works with tasks, signs out', async () => {
    const { task, signOut } = await signedUp();
    const milk = await task.create.mutate({ title: '  Milk  ', description: '' });
    expect(milk).toMatchObject({ title: 'Milk', description: null, completed: false });
    const done = await task.update.mutate({ id: milk.id, completed: true });
    expect(await task.get.query({ id: milk.id })).toEqual(done);
    expect(await task.list.query()).toEqual({ items: [done], nextCursor: null });
    expect(await task.counts.query()).toEqual({ active: 0, completed: 1 });
    expect(await task.clearCompleted.mutate()).toEqual({ deleted: 1, left: 0 });
    const eggs = await task.create.mutate({ title: 'Eggs' });
    expect(await task.delete.mutate({ id: eggs.id })).toEqual({ id: eggs.id });
    await signOut();
    expect((await refusal(task.list.query())).code).toBe('UNAUTHORIZED');
  });

  test('reads all rows for a device, and writes in order', async () => {
    const { sync, operation } = await signedUp();
    const operationId = randomUUID();
    const calls = [
      { name: 'task.create', input: { title: 'Milk', uid: 'milk', operationId } },
      { name: 'task.update', input: { id: 'gone', title: 'x', operationId: randomUUID() } },
    ];
    const { answers } = await sync.push.mutate({ calls });
    expect(answers).toMatchObject([
      { seq: 1, data: { uid: 'milk' } },
      { error: { data: { code: 'NOT_FOUND' } } },
    ]);
    const page = await sync.snapshot.query();
    expect(page).toMatchObject({ seq: 1, after: operationId, nextCursor: null });
    expect(page.rows).toMatchObject([{ noun: 'task', row: { uid: 'milk' } }]);
    const { seq, after } = page;
    expect(await operation.since.query({ seq, after })).toEqual({ items: [], seq: 1 });
    const restored = await refusal(operation.since.query({ seq: 1, after: randomUUID() }));
    expect(restored).toMatchObject({ code: 'CONFLICT', data: { seq: 1 } });
  });

  test('finds its tasks after a sign-in elsewhere, and with a kept token', async () => {
    const account = newAccount();
    const here = createTydoClient({ url: server.url });
    await here.signUp(account);
    const task = await here.task.create.mutate({ title: 'Kept' });
    const there = createTydoClient({ url: server.url });
    await there.signIn(account);
    expect(await there.task.get.query({ id: task.id })).toEqual(task);
    const resumed = createTydoClient({
      url: server.url,
      ...(there.token && { token: there.token }),
    });
    expect(await resumed.task.get.query({ id: task.id })).toEqual(task);
  });

  test('signs in with a code where the account has two-step sign-in', async () => {
    const { email, password, code, recoveryCodes } = await signUpWithTwoFactor(callerOf(server));
    const client = createTydoClient({ url: server.url });
    const account = { email, password };
    const without = await refusal(client.signIn(account));
    expect(without).toMatchObject({ code: 'UNAUTHORIZED', needsCode: true, mayBeDone: false });
    const wrong = await refusal(client.signIn({ ...account, code: '000 000' }));
    expect(wrong).toMatchObject({ code: 'UNAUTHORIZED', needsCode: false });
    expect(client.token).toBeUndefined();
    const recovery = recoveryCodes[0] ?? '';
    for (const typed of [`${code.slice(0, 3)} ${code.slice(3)}`, recovery.toUpperCase()]) {
      await client.signIn({ ...account, code: typed });
      expect(await client.task.counts.query()).toEqual({ active: 0, completed: 0 });
      await client.signOut();
    }
  });

  test('gets CONFLICT for an e-mail that has an account already', async () => {
    const account = newAccount();
    const client = createTydoClient({ url: server.url });
    await client.signUp(account);
    expect((await refusal(client.signUp(account))).code).toBe('CONFLICT');
  });

  test('gets UNAUTHORIZED for a wrong password, and for an ended session', async () => {
    const account = newAccount();
    const client = createTydoClient({ url: server.url });
    await client.signUp(account);
    const stolen = createTydoClient({
      url: server.url,
      ...(client.token && { token: client.token }),
    });
    const wrong = refusal(
      createTydoClient({ url: server.url }).signIn({ ...account, password: 'not the one' }),
    );
    const requestId: unknown = expect.any(String);
    expect((await wrong).data).toEqual({ code: 'UNAUTHORIZED', httpStatus: 401, requestId });
    await client.signOut();
    expect((await refusal(stolen.task.list.query())).code).toBe('UNAUTHORIZED');
  });

  test('creates, completes and deletes many tasks at once, all or none', async () => {
    const { task } = await signedUp();
    const tasks = [{ title: 'one' }, { title: 'two', description: '2' }, { title: 'three' }];
    const { items } = await task.createMany.mutate({ tasks });
    expect(items).toMatchObject(tasks);
    const ids = items.map(({ id }) => id);
    const ticked = await task.updateMany.mutate({ ids, completed: true });
    expect(ticked.items).toMatchObject(ids.map((id) => ({ id, completed: true })));
    const oneMissing = { ids: [...ids, 2 ** 31 - 1] };
    expect((await refusal(task.deleteMany.mutate(oneMissing))).code).toBe('NOT_FOUND');
    const wrong = await refusal(task.createMany.mutate({ tasks: [{ title: ' ' }] }));
    expect(wrong.data?.zodError?.fieldErrors).toEqual({
      tasks: ['0.title: Write something here.'],
    });
    expect(await task.counts.query()).toEqual({ active: 0, completed: 3 });
    expect(await task.deleteMany.mutate({ ids })).toEqual({ ids });
    expect(await task.counts.query()).toEqual({ active: 0, completed: 0 });
  });

  test('has one call of a batch fail, and the others succeed', async () => {
    const { task } = await signedUp();
    const kept = await task.create.mutate({ title: 'kept' });
    // Made in one turn of the event loop, so they are sent in one request.
    const [first, wrong, missing, last] = await Promise.allSettled([
      task.create.mutate({ title: 'first' }),
      task.create.mutate({ title: ' ' }),
      task.update.mutate({ id: 2 ** 31 - 1, title: 'missing' }),
      task.update.mutate({ id: kept.id, title: 'changed' }),
    ]);
    expect([first.status, wrong.status, missing.status, last.status]).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    const { items } = await task.list.query();
    expect(items.map((item) => item.title)).toEqual(['first', 'changed']);
  });

  test('gets what is wrong with an input by field', async () => {
    const { task } = await signedUp();
    const error = await refusal(task.create.mutate({ title: '', description: 'x'.repeat(1001) }));
    expect(error.data).toMatchObject({
      code: 'BAD_REQUEST',
      zodError: {
        formErrors: [],
        fieldErrors: { title: [expect.any(String)], description: [expect.any(String)] },
      },
    });
  });

  test('gets the current task with a conflict', async () => {
    const { task } = await signedUp();
    const seen = await task.create.mutate({ title: 'seen' });
    const current = await task.update.mutate({ id: seen.id, title: 'newer' });
    const late = { id: seen.id, title: 'late', ifUpdatedAt: seen.updatedAt };
    const error = await refusal(task.update.mutate(late));
    expect(error.data).toMatchObject({ code: 'CONFLICT', current });
  });

  test('cannot read or change tasks of another user', async () => {
    const [mine, theirs] = [await signedUp(), await signedUp()];
    const { id } = await theirs.task.create.mutate({ title: 'secret' });
    await theirs.task.update.mutate({ id, completed: true });
    const answers = async (ref: { id: number }) =>
      Promise.all(
        [
          mine.task.get.query(ref),
          mine.task.update.mutate({ ...ref, title: 'taken' }),
          mine.task.delete.mutate(ref),
        ].map(async (call) => {
          const { message, data } = await refusal(call);
          return { message, ...data, requestId: undefined };
        }),
      );
    expect(await answers({ id })).toEqual(await answers({ id: 2 ** 31 - 1 }));
    expect(await mine.task.list.query()).toEqual({ items: [], nextCursor: null });
    expect(await mine.task.counts.query()).toEqual({ active: 0, completed: 0 });
    expect(await mine.task.clearCompleted.mutate()).toEqual({ deleted: 0, left: 0 });
    expect(await theirs.task.get.query({ id })).toMatchObject({ title: 'secret', completed: true });
  });

  test('reads all pages, and makes more calls at once than one request may hold', async () => {
    const { task } = await signedUp();
    const created = await Promise.all(
      Array.from({ length: 45 }, (_, index) => task.create.mutate({ title: `task ${index}` })),
    );
    const seen: TaskRead[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: TaskRead[]; nextCursor: string | null } = await task.list.query({
        limit: 20,
        cursor,
      });
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(created.toSorted((a, b) => b.id - a.id));
  });

  test('splits what is too large for one request', async () => {
    const { task } = await signedUp();
    const tasks = Array.from({ length: 60 }, () => ({ title: 'x', description: 'ü'.repeat(500) }));
    const made = await Promise.all(
      Array.from({ length: 6 }, () => task.createMany.mutate({ tasks })),
    );
    expect(made.map(({ items }) => items.length)).toEqual([60, 60, 60, 60, 60, 60]);
    expect(await task.counts.query()).toEqual({ active: 360, completed: 0 });
    const search = '😀'.repeat(200);
    const pages = await Promise.all(Array.from({ length: 30 }, () => task.list.query({ search })));
    expect(pages).toEqual(pages.map(() => ({ items: [], nextCursor: null })));
  });

  test('sends X-Tydo-Person after a sign-up or a sign-in, and not with a given token', async () => {
    await using proxy = await startFakeServer(forwardTo(server));
    const said = () => proxy.requests.at(-1)?.headers[personHeader.toLowerCase()];
    const account = newAccount();
    const client = createTydoClient({ url: proxy.url });
    await client.signUp(account);
    expect(said()).toBeUndefined();
    await client.task.create.mutate({ title: 'mine' });
    const id = said();
    expect(id).toMatch(/^[\w-]{36}$/);
    const resumed = createTydoClient({
      url: proxy.url,
      ...(client.token && { token: client.token }),
    });
    await resumed.task.list.query();
    expect(said()).toBeUndefined();
    await client.signOut();
    expect(said()).toBe(id);
    await client.signIn(account);
    expect(said()).toBeUndefined();
    await client.task.list.query();
    expect(said()).toBe(id);
  });

  test('a retried read keeps its session when another user signs in meanwhile', async () => {
    const bo = newAccount();
    const forward = forwardTo(server);
    let reads = 0;
    await using proxy = await startFakeServer((request, res) =>
      request.method === 'GET' && (reads += 1) === 1
        ? closeConnection(request, res)
        : forward(request, res),
    );
    const client = createTydoClient({ url: proxy.url });
    await client.signUp(bo);
    await client.signUp(newAccount());
    const anns = await client.task.create.mutate({ title: 'Ann’s' });
    const retried = client.task.list.query();
    await client.signIn(bo);
    expect(await retried).toEqual({ items: [anns], nextCursor: null });
    expect(await client.task.list.query()).toEqual({ items: [], nextCursor: null });
    expect(reads).toBe(3);
  });
});
