// What is answered leanly is, to the byte, what the stock adapter answers.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { TRPCError } from '@trpc/server';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import { type Database, Refusal } from '@tydo/db';
import { longTimeouts, newPerson, openTemporaryDatabase } from '@tydo/db/testing';
import express, { type RequestHandler } from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Auth } from '../account/auth.ts';
import { trpcOptions } from '../app.ts';
import { createKeyedLimiter } from '../concurrency/keyed-limiter.ts';
import { createHeavyWrites, createLargeAnswers } from '../concurrency/large-answers.ts';
import { readBody } from '../http/body.ts';
import { readCalls } from '../http/calls.ts';
import { speakTrpc } from '../http/refuse.ts';
import { createLog } from '../log.ts';
import { leanly, type TrpcOptions } from './lean.ts';

const person = newPerson();
/** Who calls says so: these are not about sessions. */
const sessions: Record<string, () => string | null> = {
  ann: () => person,
  nobody: () => null,
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

interface Side {
  url: string;
  /** What went to `onError`. */
  failures: unknown[];
  /** How often the stock adapter was asked. */
  asked: { stock: number };
  close: () => void;
}

async function serve(db: Database, isLean: boolean): Promise<Side> {
  const failures: unknown[] = [];
  const given = trpcOptions(
    {
      db,
      auth,
      limiter: createKeyedLimiter(5),
      largeAnswers: createLargeAnswers(),
      heavyWrites: createHeavyWrites(),
    },
    createLog('silent'),
  );
  const options: TrpcOptions = {
    ...given,
    onError(failure) {
      const { error, path, ctx } = failure;
      failures.push({ path, hasContext: ctx !== undefined, code: error.code });
      given.onError(failure);
    },
  };
  const asked = { stock: 0 };
  const stock: RequestHandler = (...args) => {
    asked.stock += 1;
    return createExpressMiddleware(options)(...args);
  };
  const app = express();
  app.use(speakTrpc, (req, _res, next) => {
    req.id = 'the same';
    next();
  });
  app.use('/trpc', readBody, readCalls(options.router), isLean ? leanly(options, stock) : stock);
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, failures, asked, close: () => server.close() };
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
const odd = [
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
const oddMutations = [
  ['/trpc/task.create', '{'],
  ['/trpc/task.create', '\u{feff}\u{feff}{}'],
  ['/trpc/task.create,task.create?batch=1', '"x"'],
  ['/trpc/task.creates', '{}'],
  ['/trpc/task.list', '{}'],
];

describe('the lean adapter', () => {
  let lean: Side;
  let stock: Side;
  let opened: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  beforeAll(async () => {
    opened = await openTemporaryDatabase('sqlite', { timeouts: longTimeouts });
    await opened.db.unitOfWork(person).tasks.create({ title: 'Grüße, 😀' });
    [lean, stock] = await Promise.all([serve(opened.db, true), serve(opened.db, false)]);
  });
  afterAll(async () => {
    for (const side of [lean, stock]) side.close();
    await opened[Symbol.asyncDispose]();
  });

  /** All that a caller sees, but for how its length is told. */
  const seen = async (side: Side, path: string, init: RequestInit) => {
    side.failures.length = 0;
    const answer = await fetch(`${side.url}${path}`, init);
    const headers = Object.fromEntries(answer.headers);
    for (const name of ['date', 'content-length', 'transfer-encoding']) delete headers[name];
    return { status: answer.status, headers, body: await answer.text(), told: [...side.failures] };
  };
  const compare = async (path: string, init: RequestInit) => {
    const answer = await seen(lean, path, init);
    expect({ path, ...answer }).toEqual({ path, ...(await seen(stock, path, init)) });
    return answer;
  };
  const everybody = Object.keys(sessions);
  const post = (body: string, authorization: string) => ({
    method: 'POST',
    body,
    headers: { authorization, 'content-type': 'application/json' },
  });

  test.each(everybody)('answers plain calls of %s with the same bytes', async (authorization) => {
    const before = lean.asked.stock;
    for (const path of queries) await compare(path, { headers: { authorization } });
    for (const [path = '', body = ''] of mutations) await compare(path, post(body, authorization));
    expect(lean.asked.stock).toBe(before);
  });

  test.each(everybody)(
    'leaves what is not plain to the stock one, for %s',
    async (authorization) => {
      const before = lean.asked.stock;
      for (const path of odd) await compare(path, { headers: { authorization } });
      for (const [path = '', body = ''] of oddMutations) {
        await compare(path, post(body, authorization));
      }
      // The last of the first list is refused before.
      expect(lean.asked.stock - before).toBe(odd.length + oddMutations.length - 1);
    },
  );

  test('tells how a batch ended: all alike, or each by itself', async () => {
    const ask = (path: string) => compare(path, { headers: { authorization: 'ann' } });
    const mixed = await ask(`/trpc/task.get,task.counts?batch=1&input=${json({ 0: missing })}`);
    expect(mixed.status).toBe(207);
    const both = await ask(
      `/trpc/task.get,task.get?batch=1&input=${json({ 0: missing, 1: missing })}`,
    );
    expect(both.status).toBe(404);
    const away = await compare('/trpc/task.list', { headers: { authorization: 'away' } });
    expect(away).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
  });
});
