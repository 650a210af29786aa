// The export of an account.
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { execute, newTasks, sqliteOrBoth, watchStatements } from '@tydo/db/testing';
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

describe.each(sqliteOrBoth)('the export on %s', (engine) => {
  let server: TestServer;
  let call: Caller;
  beforeAll(async () => {
    server = await startTestServer({ engine });
    call = callerOf(server);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('contains all tasks and operations of the person over many pages, and none of others', async () => {
    const [person, other] = [
      await createAccountWithData(server),
      await createAccountWithData(server),
    ];
    for (let page = 0; page < 3; page += 1) {
      const tasks = newTasks(90, '"😀"\\');
      await call.post('/trpc/task.createMany', { tasks }, person.bearer);
    }
    const response = await call.get(path, person.bearer);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': expect.stringMatching(/^application\/json/),
      'content-disposition': expect.stringMatching(
        /^attachment; filename="tydo-\d{4}-\d\d-\d\d\.json"$/,
      ),
      'cache-control': 'no-store',
    });
    const text = await response.text();
    const { tasks, operations, ...rest }: Exported = JSON.parse(text);
    const { name, email } = person.account;
    const date = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(rest).toEqual({
      settings: [],
      lists: [],
      sections: [],
      labels: [],
      filters: [],
      tokens: [
        {
          id: expect.any(String),
          name: 'A script',
          scopes: ['read'],
          createdAt: date,
          expiresAt: null,
          lastUsedAt: null,
        },
      ],
      exportedAt: date,
      account: {
        id: person.id,
        name,
        email,
        emailVerified: false,
        createdAt: date,
        updatedAt: date,
        image: null,
        twoFactorEnabled: false,
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
    expect(text.replace('"tokens":', '')).not.toMatch(/argon2|token|password|hash|tydo_/i);
    expect(text).not.toContain(other.id);
  });

  test('is complete for a person without data', async () => {
    const { bearer } = await call.signUp();
    expect(await (await call.get(path, bearer)).json()).toMatchObject({
      tasks: [],
      operations: [],
    });
  });

  test('is subject to the same checks as other calls', async () => {
    const { cookie } = await call.signUp();
    const send = (headers: Record<string, string>, method = 'GET', at = path) =>
      fetch(`${server.url}${at}`, { method, headers });
    const refusals: [Response, number, string][] = [
      [await send({}), 401, 'UNAUTHORIZED'],
      [await send({ cookie: 'tydo.session_token=x.y' }), 401, 'UNAUTHORIZED'],
      [await send({ cookie, 'sec-fetch-site': 'cross-site' }), 403, 'FORBIDDEN'],
      [await send({ cookie, origin: 'https://evil.example' }), 403, 'FORBIDDEN'],
      [await send({ cookie, origin: server.url }, 'POST'), 405, 'METHOD_NOT_SUPPORTED'],
      [await send({ cookie }, 'GET', '/api/account/nothing'), 404, 'NOT_FOUND'],
    ];
    for (const [response, status, code] of refusals) {
      expect([response.status, await response.json()]).toEqual([
        status,
        { code, message: expect.any(String), requestId: response.headers.get('x-request-id') },
      ]);
    }
    expect((await send({ cookie }, 'HEAD')).status).toBe(405);
    expect((await send({ cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  test('closes the connection if it fails half-way', async () => {
    const { bearer } = await createAccountWithData(server);
    using _failing = watchStatements(
      () => (sql, send) =>
        send(/from [`"]operation[`"] as/.test(sql) ? 'select * from nowhere' : sql),
    );
    const response = await call.get(path, bearer);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    const line = server.logged.find((text) => text.includes('nowhere')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({
      level: 50,
      requestId: response.headers.get('x-request-id'),
    });
  });
});

test('reads no more than a slow client receives, and stops when it disconnects', async () => {
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
  const [response]: unknown[] = await once(reader, 'response');
  expect(response).toMatchObject({ statusCode: 200 });
  await expect.poll(pages, { timeout: 60_000 }).toBeGreaterThan(2);
  const settledPages = async () => {
    for (let [before, now] = [-1, pages()]; before !== now; [before, now] = [now, pages()]) {
      await sleep(200);
    }
    return pages();
  };
  const taken = await settledPages();
  expect(taken).toBeLessThan(45);
  reader.on('error', () => {}).destroy();
  expect(await settledPages()).toBeLessThanOrEqual(taken + 1);
});
