import { randomUUID } from 'node:crypto';
import { execute, postgresOrBoth } from '@tydo/db/testing';
import { personHeader } from '@tydo/schemas/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appRouter } from '../router.ts';
import { callerOf } from '../testing/caller.ts';
import { proceduresOf } from '../testing/procedures.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

interface Answer {
  seq?: number | null;
  data?: unknown;
  error?: { message: string; data: { code: string; [field: string]: unknown } };
}

const answersIn = async (response: Response): Promise<Answer[]> => {
  const body = (await response.json()) as { result: { data: { answers: Answer[] } } };
  return body.result.data.answers;
};

describe.each(postgresOrBoth)('a push on %s', (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ engine });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  type Call = { name: string; input?: unknown; at?: string };
  /** All of them: a push ends after 3 s, which a busy machine reaches. */
  async function inParts(push: (calls: Call[]) => Promise<Answer[]>, calls: Call[]) {
    const answers: Answer[] = [];
    while (answers.length < calls.length)
      answers.push(...(await push(calls.slice(answers.length))));
    return answers;
  }

  async function person() {
    const call = callerOf(server);
    const { bearer, id } = await call.signUp();
    const send = (calls: unknown, headers = {}) =>
      call.post('/trpc/sync.push', { calls }, { ...bearer, ...headers });
    return {
      id,
      bearer,
      send,
      call,
      push: async (calls: Call[]): Promise<Answer[]> => {
        const response = await send(calls);
        expect(response.status).toBe(200);
        return answersIn(response);
      },
      alone: async (name: string, input: unknown) => {
        const response = await call.post(`/trpc/${name}`, input, bearer);
        const body = (await response.json()) as {
          result?: { data: unknown };
          error?: Answer['error'];
        };
        return body.result?.data ?? body.error;
      },
      titles: async () => {
        const text = await (await call.get('/trpc/task.list', bearer)).text();
        return [...text.matchAll(/"title":"([^"]*)"/g)].map(([, title]) => title);
      },
    };
  }
  const create = (title: string, more: object = {}) => ({
    name: 'task.create',
    input: { title, operationId: randomUUID(), ...more },
  });

  test('makes its calls in order, and answers what each would have answered alone', async () => {
    const { push, titles, alone } = await person();
    const calls = Array.from({ length: 100 }, (_, at) => create(`${at}`, { uid: `u${at}` }));
    const answers = await inParts(push, calls);
    expect(answers.map(({ seq }) => seq)).toEqual(answers.map((_, at) => at + 1));
    expect((await titles()).slice(0, 3)).toEqual(['99', '98', '97']);
    expect(answers[7]?.data).toEqual(await alone('task.create', calls[7]?.input));
    const [updated, deleted] = await push([
      { name: 'task.update', input: { id: 'u7', completed: true, operationId: randomUUID() } },
      { name: 'task.delete', input: { id: 'u8', operationId: randomUUID() } },
    ]);
    expect(updated).toMatchObject({ seq: 101, data: { uid: 'u7', completed: true } });
    expect(deleted).toMatchObject({ seq: 102, data: { id: expect.any(Number) } });
  });

  test('that is repeated, whole or in part, does nothing twice and answers the same', async () => {
    const { push, titles } = await person();
    const calls = [create('a'), create('b'), create('c')];
    const first = await push(calls.slice(0, 2));
    const second = await push(calls);
    expect(second.slice(0, 2)).toEqual(first);
    expect(await push(calls)).toEqual(second);
    expect(await titles()).toEqual(['c', 'b', 'a']);
  });

  test('tells a call that changed nothing by a null', async () => {
    const { push } = await person();
    const [made, unchanged] = await push([
      create('a', { uid: 'a' }),
      { name: 'task.update', input: { id: 'a', title: 'a', operationId: randomUUID() } },
    ]);
    expect([made?.seq, unchanged?.seq]).toEqual([1, null]);
    expect(unchanged?.data).toEqual(made?.data);
  });

  test('goes on after an error that no waiting mends, and gives each as the call alone would', async () => {
    const { push, titles, alone } = await person();
    const operationId = randomUUID();
    const refused: [Call, string][] = [
      [{ name: 'task.update', input: { id: 'gone', title: 'x', operationId } }, 'NOT_FOUND'],
      [create(' '), 'BAD_REQUEST'],
      [create('x', { owner: 'me' }), 'BAD_REQUEST'],
      [{ name: 'task.create', input: { title: 'no name' } }, 'BAD_REQUEST'],
      [{ name: 'task.create', input: { title: 'odd', operationId: 'x' } }, 'BAD_REQUEST'],
      [{ name: 'task.create' }, 'BAD_REQUEST'],
      [{ name: 'task.create', input: null }, 'BAD_REQUEST'],
      [{ name: 'task.nothing', input: { operationId } }, 'NOT_FOUND'],
      [{ name: 'constructor', input: { operationId } }, 'NOT_FOUND'],
      [{ name: '__proto__', input: { operationId } }, 'NOT_FOUND'],
      [{ name: 'task.list', input: { operationId } }, 'NOT_FOUND or METHOD_NOT_SUPPORTED'],
      [{ name: 'sync.watch', input: { operationId } }, 'NOT_FOUND or METHOD_NOT_SUPPORTED'],
      [{ name: 'sync.push', input: { calls: [create('nested')], operationId } }, 'BAD_REQUEST'],
      [{ name: 'sync.push', input: { calls: [create('nested')] } }, 'BAD_REQUEST'],
    ];
    const calls = [create('first'), ...refused.map(([call]) => call), create('last')];
    const answers = await inParts(push, calls);
    expect(answers).toHaveLength(refused.length + 2);
    for (const [at, [{ name }, code]] of refused.entries()) {
      const { error } = answers[at + 1] ?? {};
      expect(code).toContain(error?.data.code);
      expect(error?.data).toMatchObject({ path: name, requestId: expect.any(String) });
    }
    expect(await titles()).toEqual(['last', 'first']);
    // The call without an operationId.
    expect(answers[4]?.error?.data['zodError']).toBeDefined();
    // But for the request's id, which differs.
    const { message, data } = (await alone(
      'task.create',
      create(' ').input,
    )) as Required<Answer>['error'];
    expect(answers[2]?.error).toMatchObject({
      message,
      data: { ...data, requestId: expect.any(String) },
    });
  });

  test('carries the current row of a conflict', async () => {
    const { push } = await person();
    const [made, late] = await push([
      create('now', { uid: 'a' }),
      {
        name: 'task.update',
        input: {
          id: 'a',
          title: 'late',
          ifUpdatedAt: '2020-01-01T00:00:00.000Z',
          operationId: randomUUID(),
        },
      },
    ]);
    expect(late?.error?.data).toMatchObject({ code: 'CONFLICT', current: made?.data });
  });

  test('can do every mutation of the API that takes an operationId', async () => {
    const { push } = await person();
    const mutations = proceduresOf(appRouter).flatMap(({ type, path }) =>
      type === 'mutation' ? [path] : [],
    );
    const answers = await push(
      mutations.map((name) => ({ name, input: { operationId: randomUUID(), odd: true } })),
    );
    // Each has read its own input.
    for (const [at, name] of mutations.entries()) {
      expect(answers[at]?.error?.data).toMatchObject({ code: 'BAD_REQUEST', path: name });
      expect(JSON.stringify(answers[at])).toContain('odd');
    }
  });

  test('touches nothing of another person, and says of it what it says of what never was', async () => {
    const [mine, theirs] = [await person(), await person()];
    await theirs.push([create('theirs', { uid: 'theirs' })]);
    const id = Number(
      /"id":(\d+)/.exec(
        await (await theirs.call.get('/trpc/task.list', theirs.bearer)).text(),
      )?.[1],
    );
    const of = (name: unknown) => [
      { name: 'task.update', input: { id: name, title: 'mine', operationId: randomUUID() } },
      { name: 'task.delete', input: { id: name, operationId: randomUUID() } },
      { name: 'task.deleteMany', input: { ids: [name], operationId: randomUUID() } },
    ];
    const told = async (name: unknown) =>
      JSON.stringify(await mine.push(of(name))).replaceAll(/"requestId":"[^"]+"/g, '');
    const never = await told('never');
    for (const name of ['theirs', id]) expect(await told(name)).toBe(never);
    expect(await theirs.titles()).toEqual(['theirs']);
  });

  test('is refused whole where it is no push, or of another person', async () => {
    const { send, push, titles } = await person();
    const other = await person();
    for (const calls of [
      [],
      Array.from({ length: 101 }, () => create('x')),
      'x',
      [{ input: {} }],
    ]) {
      expect((await send(calls)).status).toBe(400);
    }
    const odd = { ...create('x'), at: 'yesterday' };
    expect((await send([odd])).status).toBe(400);
    expect((await send([create('x'.repeat(300_000))])).status).toBe(413);
    const wrong = await send([create('x')], { [personHeader]: other.id });
    expect(wrong.status).toBe(401);
    const nobody = await other.call.post('/trpc/sync.push', { calls: [create('x')] });
    expect(nobody.status).toBe(401);
    expect(await titles()).toEqual([]);
    // When it was done is taken, whatever the clock.
    const [past, future] = await push([
      { ...create('past'), at: '1999-01-01T00:00:00.000Z' },
      { ...create('future'), at: '2199-01-01T00:00:00.000Z' },
    ]);
    expect([past?.seq, future?.seq]).toEqual([1, 2]);
  });

  test('completes a round when the person did it, on the clock of their settings', async () => {
    const { push, alone } = await person();
    await alone('settings.update', { zone: 'Pacific/Kiritimati' });
    const rule = { rule: 'FREQ=DAILY', ruleFrom: 'completion', due: '2024-01-01' };
    await alone('task.createMany', {
      tasks: ['pushed', 'own', 'old', 'updated'].map((uid) => ({ title: 'x', uid, ...rule })),
    });
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString();
    // The day there is 14 hours ahead.
    const next = (at: string) =>
      new Date(Date.parse(at) + 38 * 3_600_000).toISOString().slice(0, 10);
    const [two, three] = [day(-2), day(-3)];
    const complete = (id: string, more: object = {}) => ({
      name: 'task.complete',
      input: { id, operationId: randomUUID(), ...more },
      at: two,
    });
    const updated = { id: 'updated', completed: true, operationId: randomUUID() };
    const answers = await push([
      complete('pushed'),
      complete('own', { at: three }),
      { ...complete('old'), at: day(-40) },
      { name: 'task.update', input: updated, at: two },
    ]);
    expect(answers.map(({ data }) => data)).toMatchObject([
      { task: { due: next(two) }, done: { completedAt: two } },
      { task: { due: next(three) }, done: { completedAt: three } },
      { task: { due: expect.stringMatching(/^20/) }, done: { completed: true } },
      { due: next(two) },
    ]);
    // The present counts instead of more than 30 days ago.
    expect(JSON.stringify(answers[2])).not.toContain(day(-40).slice(0, 10));
  });

  test('stops at an unexpected error, and what has no answer was not begun', async () => {
    await using broken = await startTestServer({ engine });
    const call = callerOf(broken);
    const { bearer } = await call.signUp();
    await call.post('/trpc/task.create', { title: 'x' }, bearer);
    await execute(broken.databaseUrl, 'alter table task rename column title to text');
    const calls = [
      { name: 'task.nothing', input: { operationId: randomUUID() } },
      create('fails'),
      { name: 'task.nothing', input: { operationId: randomUUID() } },
    ];
    const response = await call.post('/trpc/sync.push', { calls }, bearer);
    const answers = await answersIn(response);
    expect(answers.map(({ error }) => error?.data.code)).toEqual([
      'NOT_FOUND',
      'INTERNAL_SERVER_ERROR',
    ]);
    expect(answers[1]?.error?.message).not.toMatch(/column|task/);
    expect(broken.logged.join()).toContain(answers[1]?.error?.data['requestId']);
  });

  test('stops when its answers reach one MiB, and is finished by the next', async () => {
    const { push } = await person();
    const description = '\u{1}'.repeat(1_000);
    const tasks = Array.from({ length: 20 }, () => ({ title: 'x', description }));
    const calls = Array.from({ length: 2 }, () => ({
      name: 'task.createMany',
      input: { tasks, operationId: randomUUID() },
    }));
    await push(calls);
    const many = Array.from({ length: 20 }, () => ({
      name: 'task.updateMany',
      input: { ids: [], operationId: randomUUID() },
    }));
    const list = await push([
      {
        name: 'task.createMany',
        input: { tasks: [...tasks, ...tasks], operationId: randomUUID() },
      },
    ]);
    const { items } = (list[0] as { data: { items: { id: number }[] } }).data;
    const ids = items.map((task) => task.id);
    const ticks = many.map(({ name, input }, at) => ({
      name,
      input: { ...input, ids, completed: at % 2 === 0 },
    }));
    const answers = await push(ticks);
    expect(answers.length).toBeGreaterThan(1);
    expect(answers.length).toBeLessThan(ticks.length);
    const rest = await push(ticks.slice(answers.length));
    expect(rest[0]?.seq).toBe(Number(answers.at(-1)?.seq) + 1);
  });
});
