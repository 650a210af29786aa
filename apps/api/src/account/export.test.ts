// Everything one has, as one file.
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { engines, execute, newTasks, watchStatements } from '@tydo/db/testing';
import type { Operation } from '@tydo/schemas/operation';
import type { TaskRead } from '@tydo/schemas/task';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAccountWithData } from '../testing/account-with-data.ts';
import { type Caller, callerOf } from '../testing/caller.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

const path = '/api/account/export';

interface Exported {
  account: object;
  sessions: object[];
  tasks: TaskRead[];
  operations: Operation[];
}

describe.each(engines)('the export on %s', (engine) => {
  let server: TestServer;
  let call: Caller;
  beforeAll(async () => {
    server = await startTestServer({ engine });
    call = callerOf(server);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('has all of one’s tasks and operations, however many pages they are, and nobody else’s', async () => {
    const [person, other] = [
      await createAccountWithData(server),
      await createAccountWithData(server),
    ];
    for (let page = 0; page < 3; page += 1) {
      const tasks = newTasks(90, '"😀"\\');
      await call.post('/trpc/task.createMany', { tasks }, person.bearer);
    }
    const answer = await call.get(path, person.bearer);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': expect.stringMatching(/^application\/json/),
      'content-disposition': expect.stringMatching(
        /^attachment; filename="tydo-\d{4}-\d\d-\d\d\.json"$/,
      ),
      'cache-control': 'no-store',
    });
    const text = await answer.text();
    const { tasks, operations, ...rest }: Exported = JSON.parse(text);
    const { name, email } = person.account;
    const date = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(rest).toEqual({
      exportedAt: date,
      account: {
        id: person.id,
        name,
        email,
        emailVerified: false,
        createdAt: date,
        updatedAt: date,
        image: null,
      },
      sessions: [
        { createdAt: date, expiresAt: date, ipAddress: expect.any(String), userAgent: 'node' },
      ],
    });
    expect(tasks).toHaveLength(271);
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(271);
    const list = await call.get('/trpc/task.list', person.bearer);
    const { result } = (await list.json()) as { result: { data: { items: TaskRead[] } } };
    expect(tasks.slice(0, 50)).toEqual(result.data.items);
    expect(operations.map(({ seq, changes }) => [seq, changes.length])).toEqual([
      [4, 90],
      [3, 90],
      [2, 90],
      [1, 1],
    ]);
    expect(text).not.toContain(person.bearer['authorization']?.slice('Bearer '.length));
    expect(text).not.toMatch(/argon2|token|password/i);
    expect(text).not.toContain(other.id);
  });

  test('of somebody who has nothing yet is whole', async () => {
    const { bearer } = await call.signUp();
    expect(await (await call.get(path, bearer)).json()).toMatchObject({
      tasks: [],
      operations: [],
    });
  });

  test('is refused like any other call', async () => {
    const { cookie } = await call.signUp();
    const ask = (headers: Record<string, string>, method = 'GET', at = path) =>
      fetch(`${server.url}${at}`, { method, headers });
    const refusals: [Response, number, string][] = [
      [await ask({}), 401, 'UNAUTHORIZED'],
      [await ask({ cookie: 'tydo.session_token=x.y' }), 401, 'UNAUTHORIZED'],
      [await ask({ cookie, 'sec-fetch-site': 'cross-site' }), 403, 'FORBIDDEN'],
      [await ask({ cookie, origin: 'https://evil.example' }), 403, 'FORBIDDEN'],
      [await ask({ cookie, origin: server.url }, 'POST'), 405, 'METHOD_NOT_SUPPORTED'],
      [await ask({ cookie }, 'GET', '/api/account/nothing'), 404, 'NOT_FOUND'],
    ];
    for (const [answer, status, code] of refusals) {
      expect([answer.status, await answer.json()]).toEqual([
        status,
        { code, message: expect.any(String), requestId: answer.headers.get('x-request-id') },
      ]);
    }
    expect((await ask({ cookie }, 'HEAD')).status).toBe(405);
    expect((await ask({ cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  test('that fails in the middle cannot be taken for a whole one', async () => {
    const { bearer } = await createAccountWithData(server);
    using _failing = watchStatements(
      () => (sql, send) =>
        send(/from [`"]operation[`"] as/.test(sql) ? 'select * from nowhere' : sql),
    );
    const answer = await call.get(path, bearer);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    const line = server.logged.find((text) => text.includes('nowhere')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({
      level: 50,
      requestId: answer.headers.get('x-request-id'),
    });
  });
});

test('of somebody who takes it slowly or goes, no more is read than they take', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const { id, bearer } = await createAccountWithData(server);
  // 20 MB.
  await execute(
    server.databaseUrl,
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000)
     insert into task (user_id, title, description, title_folded, description_folded)
     select '${id}', 'x', replace(printf('%1000s', ''), ' ', '😀'), 'x', '' from n`,
  );
  using watch = watchStatements();
  const pages = () => watch.sent.filter((sql) => /from [`"]task[`"]/.test(sql)).length;
  const reader = request(`${server.url}${path}`, { headers: bearer }).end();
  const [answer]: unknown[] = await once(reader, 'response');
  expect(answer).toMatchObject({ statusCode: 200 });
  await expect.poll(pages).toBeGreaterThan(2);
  const settled = async () => {
    for (let [before, now] = [-1, pages()]; before !== now; [before, now] = [now, pages()]) {
      await sleep(200);
    }
    return pages();
  };
  const taken = await settled();
  expect(taken).toBeLessThan(45);
  reader.on('error', () => {}).destroy();
  expect(await settled()).toBeLessThanOrEqual(taken + 1);
});
