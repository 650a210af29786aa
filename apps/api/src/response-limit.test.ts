// The size limit of HTTP responses.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { get } from 'node:http';
import { engines, execute, insertDone } from '@tydo/db/testing';
import { maxResponseBytes } from '@tydo/schemas/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, callerOf, refusalsIn } from './testing/caller.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

describe.each(engines)('a response on %s', (engine) => {
  let server: TestServer;
  let call: Caller;
  let bearer: Record<string, string>;
  let ids: unknown[];
  beforeAll(async () => {
    server = await startTestServer({ engine });
    call = callerOf(server);
    const me = await call.signUp();
    ({ bearer } = me);
    // A control character takes six bytes in JSON: 6 MB in all.
    const description =
      engine === 'sqlite'
        ? "replace(printf('%.1000c', 'x'), 'x', char(1))"
        : 'repeat(chr(1), 1000)';
    const url = server.databaseUrl;
    await insertDone({ engine, url }, { personId: me.id, count: 1_000, description });
    ids = (await execute(url, 'select id from task')).map((row) => Object(row).id);
    const untick = await call.post('/trpc/task.updateMany', { ids, completed: false }, bearer);
    await untick.text();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const list = { limit: 1 };
  const read = async (names: string[], inputs: unknown[]) => {
    const input = encodeURIComponent(JSON.stringify(Object.fromEntries(inputs.entries())));
    const response = await call.get(`/trpc/${names.join()}?batch=1&input=${input}`, bearer);
    const text = await response.text();
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxResponseBytes);
    return { envelopes: JSON.parse(text) as { error?: object; result?: object }[], text };
  };

  // A batch with an unknown procedure does not take the fast path: tested on one engine.
  const [about, more] =
    engine === 'sqlite' ? [' with an unknown procedure', ['task.unknown']] : ['', []];

  test(`to a batch of reads${about} has at most 16 MiB: calls that do not fit fail, never the first`, async () => {
    // Each operation contains its tasks twice.
    const names = ['operation.list', 'operation.list', 'task.counts', 'operation.since', ...more];
    const { envelopes, text } = await read(names, [list, list, undefined, { seq: 0, limit: 1 }]);
    expect(envelopes.slice(0, 4).map(({ error }) => error !== undefined)).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(refusalsIn(text).slice(0, 2)).toEqual([
      expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE', path: 'operation.list' }),
      expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE', path: 'operation.since' }),
    ]);
    expect(refusalsIn(text)[0]).not.toHaveProperty('outcome');
  });

  test('to a batch of writes has the same limit, and a repeat returns the result', async () => {
    const inputs = Array.from({ length: 3 }, () => ({
      ids,
      completed: false,
      operationId: randomUUID(),
    }));
    const path = '/trpc/task.updateMany,task.updateMany,task.updateMany?batch=1';
    // A compressed response has no Content-Length.
    const headers = { ...bearer, 'accept-encoding': 'identity' };
    const response = await call.post(path, Object.fromEntries(inputs.entries()), headers);
    const text = await response.text();
    expect(response.status).toBe(207);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxResponseBytes);
    expect(response.headers.get('content-length')).toBe(`${Buffer.byteLength(text)}`);
    expect(refusalsIn(text)).toMatchObject([{ code: 'PAYLOAD_TOO_LARGE', outcome: 'unknown' }]);
    const [first, , last] = JSON.parse(text) as object[];
    expect(last).toHaveProperty('error');
    const again = await call.post('/trpc/task.updateMany', inputs[2], bearer);
    expect(await again.json()).toEqual(first);
  });

  test(`to a batch of pushes${about} has the same limit`, async () => {
    const pushes = Array.from({ length: 4 }, () => {
      const input = { ids, completed: false, operationId: randomUUID() };
      return { calls: [{ name: 'task.updateMany', input }] };
    });
    const names = [...pushes.map(() => 'sync.push'), ...more];
    const body = Object.fromEntries([...pushes, ...more.map(() => ({}))].entries());
    const response = await call.post(`/trpc/${names.join()}?batch=1`, body, bearer);
    const text = await response.text();
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxResponseBytes);
    expect(refusalsIn(text)).toContainEqual(
      expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE', outcome: 'unknown', path: 'sync.push' }),
    );
  });

  /** Reads the first bytes of a large response, and no more. */
  const readSlowly = async () => {
    const input = encodeURIComponent(JSON.stringify(list));
    const url = `${server.url}/trpc/operation.list?input=${input}`;
    const request = get(url, { headers: bearer, agent: false });
    request.on('error', () => {});
    await once(request, 'response');
    return { [Symbol.dispose]: () => void request.destroy() };
  };

  test('that is read slowly does not block writes with small responses', async () => {
    using slow = await readSlowly();
    let hasStarted = false;
    const readAnother = async () => {
      using _another = await readSlowly();
      hasStarted = true;
    };
    // Of the same person: it waits until the first response is read, or its connection closes.
    const another = readAnother();
    const writes = [
      { name: 'clearCompleted', input: {} },
      { name: 'deleteMany', input: { ids: ids.slice(0, 300) } },
      { name: 'clearCompleted', input: {} },
    ];
    for (const { name, input } of writes) {
      const response = await call.post(`/trpc/task.${name}`, input, bearer);
      expect([name, response.status, await response.text()]).toEqual([
        name,
        200,
        expect.stringContaining('result'),
      ]);
    }
    expect(hasStarted).toBe(false);
    slow[Symbol.dispose]();
    await another;
  });
});
