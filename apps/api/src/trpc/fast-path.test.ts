// The fast path sends the same bytes as tRPC’s adapter.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { TRPCError } from '@trpc/server';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import { type Database, Refusal } from '@tydo/db';
import { longTimeouts, newPerson, openTemporaryDatabase } from '@tydo/db/testing';
import express, { type RequestHandler } from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Auth } from '../account/auth.ts';
import { createKeyedLimiter } from '../concurrency/keyed-limiter.ts';
import {
  createHeavyWriteSemaphore,
  createLargeResponseSemaphore,
} from '../concurrency/semaphores.ts';
import { readBody } from '../http/body.ts';
import { withTrpcErrors } from '../http/send-error.ts';
import { createLog } from '../log.ts';
import { appRouter } from '../router.ts';
import { type HandlerOptions, withFastPath } from './fast-path.ts';
import { handlerOptions } from './handler.ts';
import { parseCalls } from './parse-calls.ts';
import { createWatches } from './watches.ts';

const personId = newPerson();
/** Sessions by the Authorization header. */
const sessions: Record<string, () => string | null> = {
  ann: () => personId,
  anonymous: () => null,
  away: () => {
    throw new Refusal('SERVICE_UNAVAILABLE', 'The database does not answer.');
  },
  many: () => {
    throw new TRPCError({ code: 'TOO_MANY_REQUESTS', message: 'Too many.' });
  },
  broken: () => {
    throw new TypeError('broken');
  },
};
const auth = {
  session: async ({ authorization = '' }: { authorization?: string }) => ({
    personId: sessions[authorization]?.() ?? null,
    cookies: ['renewed=yes'],
  }),
} as unknown as Auth;

interface Server {
  url: string;
  /** What `onError` got. */
  failures: unknown[];
  /** Requests that reached tRPC's adapter. */
  adapter: { requests: number };
  close: () => void;
}

async function serve(db: Database, hasFastPath: boolean): Promise<Server> {
  const failures: unknown[] = [];
  const original = handlerOptions(
    appRouter,
    {
      db,
      auth,
      limiter: createKeyedLimiter(5),
      watches: createWatches(db, null),
      retentionDays: null,
      largeResponses: createLargeResponseSemaphore(),
      heavyWrites: createHeavyWriteSemaphore(),
    },
    createLog('silent'),
  );
  const options: HandlerOptions = {
    ...original,
    onError(failure) {
      const { error, path, ctx } = failure;
      failures.push({ path, hasContext: ctx !== undefined, code: error.code });
      original.onError(failure);
    },
  };
  const adapter = { requests: 0 };
  const handleByAdapter: RequestHandler = (...args) => {
    adapter.requests += 1;
    return createExpressMiddleware(options)(...args);
  };
  const app = express();
  app.use(withTrpcErrors, (req, _res, next) => {
    req.id = 'the same';
    next();
  });
  app.use(
    '/trpc',
    readBody,
    parseCalls(options.router),
    hasFastPath ? withFastPath(options, handleByAdapter) : handleByAdapter,
  );
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, failures, adapter, close: () => server.close() };
}

const json = (value: unknown) => encodeURIComponent(JSON.stringify(value));
const missing = { id: 2 ** 31 - 1 };

const queries = [
  '/trpc/task.list',
  '/trpc/task.counts?batch=1',
  `/trpc/task.list?input=${json({ limit: 1 })}`,
  `/trpc/task.list?input=${json({ limit: 0 })}`,
  `/trpc/task.get?input=${json(missing)}`,
  '/trpc/task.get?input=1&input=2',
  `/trpc/task.get,task.counts,task.list?batch=1&input=${json({ 0: missing, 2: { limit: 3 } })}`,
  `/trpc/task%2Eget%2Ctask.counts?batch=1&input=${json({ 1: null })}`,
  `/trpc/task.get,task.get?batch=1&input=${json({ 0: missing, 1: missing })}`,
  `/trpc/task.get,task.get?batch=1&input=${json({ 0: missing, 1: { id: 'x' } })}`,
  `/trpc/task.counts,task.counts?batch=1&input=${json({ constructor: 1, 7: 1 })}`,
  '/trpc/task.list?batch=0&input=null',
  '/trpc/task.list?input=',
  '/trpc/operation.list',
];
const notPlain = [
  '/trpc/task.list?input={',
  '/trpc/task.list,task.counts?batch=1&input=[]',
  '/trpc/task.list,task.counts?batch=1&input=null',
  '/trpc/task.list,task.counts?batch=1&input=7',
  '/trpc/task.lists',
  '/trpc/task.list,task.lists?batch=1',
  '/trpc/constructor?batch=1',
  '/trpc/task.list,?batch=1',
  '/trpc/task.create',
  '/trpc/%E0%A4%A',
];
const mutations = [
  ['/trpc/task.update', '{"id":2147483647,"title":"x"}'],
  ['/trpc/task.create', '{"title":""}'],
  ['/trpc/task.clearCompleted', ''],
  ['/trpc/task.clearCompleted?batch=1', '{}'],
  ['/trpc/task.delete,task.clearCompleted?batch=1', JSON.stringify({ 0: missing })],
];
const notPlainMutations = [
  ['/trpc/task.create', '{'],
  ['/trpc/task.create', '\u{feff}\u{feff}{}'],
  ['/trpc/task.create,task.create?batch=1', '"x"'],
  ['/trpc/task.creates', '{}'],
  ['/trpc/task.list', '{}'],
];

describe('the fast path', () => {
  let fast: Server;
  let plain: Server;
  let opened: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  beforeAll(async () => {
    opened = await openTemporaryDatabase('sqlite', { timeouts: longTimeouts });
    await opened.db.unitOfWork(personId).tasks.create({ title: 'Grüße, 😀' });
    [fast, plain] = await Promise.all([serve(opened.db, true), serve(opened.db, false)]);
  });
  afterAll(async () => {
    for (const server of [fast, plain]) server.close();
    await opened[Symbol.asyncDispose]();
  });

  /** Everything that a client sees, except how the length is sent. */
  const request = async (server: Server, path: string, init: RequestInit) => {
    server.failures.length = 0;
    const response = await fetch(`${server.url}${path}`, init);
    const headers = Object.fromEntries(response.headers);
    for (const name of ['date', 'content-length', 'transfer-encoding']) delete headers[name];
    return {
      status: response.status,
      headers,
      body: await response.text(),
      failures: [...server.failures],
    };
  };
  const compare = async (path: string, init: RequestInit) => {
    const response = await request(fast, path, init);
    expect({ path, ...response }).toEqual({ path, ...(await request(plain, path, init)) });
    return response;
  };
  const callers = Object.keys(sessions);
  const post = (body: string, authorization: string) => ({
    method: 'POST',
    body,
    headers: { authorization, 'content-type': 'application/json' },
  });

  test.each(callers)('sends the same bytes for the plain calls of %s', async (authorization) => {
    const before = fast.adapter.requests;
    for (const path of queries) await compare(path, { headers: { authorization } });
    for (const [path = '', body = ''] of mutations) await compare(path, post(body, authorization));
    expect(fast.adapter.requests).toBe(before);
  });

  test.each(callers)('leaves all other calls of %s to the adapter', async (authorization) => {
    const before = fast.adapter.requests;
    for (const path of notPlain) await compare(path, { headers: { authorization } });
    for (const [path = '', body = ''] of notPlainMutations) {
      await compare(path, post(body, authorization));
    }
    // `parseCalls` refuses the last path of `notPlain`.
    expect(fast.adapter.requests - before).toBe(notPlain.length + notPlainMutations.length - 1);
  });

  test('sends the status of the calls of a batch, or 207 where they differ', async () => {
    const get = (path: string) => compare(path, { headers: { authorization: 'ann' } });
    const mixed = await get(`/trpc/task.get,task.counts?batch=1&input=${json({ 0: missing })}`);
    expect(mixed.status).toBe(207);
    const both = await get(
      `/trpc/task.get,task.get?batch=1&input=${json({ 0: missing, 1: missing })}`,
    );
    expect(both.status).toBe(404);
    const away = await compare('/trpc/task.list', { headers: { authorization: 'away' } });
    expect(away).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
  });
});
