import { setImmediate } from 'node:timers/promises';
import { engines } from '@tydo/db/testing';
import { personHeader } from '@tydo/schemas/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerOf } from '../testing/caller.ts';
import { startServerOn, startTestServer, type TestServer } from '../testing/server.ts';
import { createWatches } from '../trpc/watches.ts';

interface SentEvent {
  event: string;
  data: { seq?: number; retentionDays?: number | null; data?: Record<string, unknown> };
}

/** Opens a stream and reads it event by event; pings and the like are passed over. */
async function open(url: string, headers: Record<string, string>, input?: object) {
  const aborter = new AbortController();
  const query = input ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
  const response = await fetch(`${url}/trpc/sync.watch${query}`, {
    headers,
    signal: aborter.signal,
  });
  const events = read(response);
  return {
    response,
    next: async (): Promise<SentEvent | undefined> => (await events.next()).value ?? undefined,
    close: () => aborter.abort(),
  };
}

async function* read(response: Response): AsyncGenerator<SentEvent, undefined> {
  let text = '';
  for await (const bytes of response.body ?? []) {
    text += Buffer.from(bytes).toString();
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const event = /^event: (.*)$/m.exec(text.slice(0, end))?.[1] ?? 'message';
      const data = /^data: (.+)$/m.exec(text.slice(0, end))?.[1];
      text = text.slice(end).trimStart();
      if (event === 'message' || event === 'serialized-error') {
        yield { event, data: JSON.parse(data ?? 'null') };
      }
    }
  }
  return undefined;
}

describe.each(engines)('a watch on %s', (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ engine });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('tells the latest number at once, and each later one, also of another instance', async () => {
    await using elsewhere = await startServerOn(server.databaseUrl);
    const call = callerOf(server);
    const { bearer } = await call.signUp();
    const { response, next, close } = await open(server.url, bearer);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(await next()).toEqual({ event: 'message', data: { seq: 0, retentionDays: null } });
    await call.post('/trpc/task.create', { title: 'x' }, bearer);
    expect((await next())?.data.seq).toBe(1);
    await callerOf(elsewhere).post('/trpc/task.create', { title: 'y' }, bearer);
    expect((await next())?.data.seq).toBe(2);
    close();
  });

  test('is refused without a session, and to a page of another person', async () => {
    const [ann, bob] = [await callerOf(server).signUp(), await callerOf(server).signUp()];
    const refused: [Record<string, string>, object?][] = [
      [{}],
      [{ authorization: 'Bearer somebody' }],
      [{ ...ann.bearer, [personHeader]: bob.id }],
      [ann.bearer, { person: bob.id }],
      [ann.bearer, { person: '' }],
    ];
    // The session is checked before the input.
    refused.push([{}, { unknown: true }]);
    for (const [headers, input] of refused) {
      const { next } = await open(server.url, headers, input);
      const told = await next();
      expect([told?.event, told?.data.data?.['code']]).toEqual([
        'serialized-error',
        'UNAUTHORIZED',
      ]);
    }
    const mine = await open(server.url, ann.bearer, { person: ann.id });
    expect((await mine.next())?.data.seq).toBe(0);
    mine.close();
  });

  test('is one of ten at most', async () => {
    const { bearer } = await callerOf(server).signUp();
    const watches = [];
    for (let count = 0; count < 10; count += 1) {
      const watch = await open(server.url, bearer);
      expect((await watch.next())?.data.seq).toBe(0);
      watches.push(watch);
    }
    const told = await (await open(server.url, bearer)).next();
    expect(told?.event).toBe('serialized-error');
    expect(told?.data.data).toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfter: 5 });
    watches[0]?.close();
    // The server hears of it a moment later.
    await expect
      .poll(async () => {
        const again = await open(server.url, bearer);
        const { event } = (await again.next()) ?? {};
        again.close();
        return event;
      })
      .toBe('message');
    for (const watch of watches) watch.close();
  });

  test('ends at once when the server stops', async () => {
    const stopping = await startTestServer({ engine });
    const { bearer } = await callerOf(stopping).signUp();
    const { next } = await open(stopping.url, bearer);
    expect((await next())?.data.seq).toBe(0);
    const askWhetherReady = async () => (await fetch(`${stopping.url}/readyz`)).status;
    expect([await askWhetherReady(), await askWhetherReady()]).toEqual([200, 200]);
    const end = next();
    const stopped = stopping[Symbol.asyncDispose]();
    expect(await end).toBeUndefined();
    // Before the probes have failed.
    for (let refusal = 0; refusal < 3; refusal += 1) expect(await askWhetherReady()).toBe(503);
    await stopped;
  });
});

test('a watch ends with UNAUTHORIZED when its session has ended, and not because the database is away', async () => {
  const answers = [() => true, () => Promise.reject(new Error('away')), () => false];
  let checks = 0;
  let told: (seq: number) => void = () => {};
  const watches = createWatches(
    { watch: (_personId, onHead) => ((told = onHead), () => {}) },
    null,
    1,
  );
  const isSignedIn = async () => (answers[checks++] ?? (() => false))();
  const events = watches.open({ personId: 'ann', isSignedIn, signal: undefined });
  told(3);
  const seen: unknown[] = [];
  const reading = (async () => {
    for await (const event of events) seen.push(event);
  })();
  await expect(reading).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  expect(seen).toEqual([{ seq: 3, retentionDays: null }]);
  expect(checks).toBe(3);
  watches.close();
});

test('the sessions of many watches are looked up in parts, so that other calls need not wait', async () => {
  const count = 1_200;
  const checked = new Set<string>();
  let running = 0;
  let mostRunning = 0;
  const watches = createWatches({ watch: () => () => {} }, null, 1);
  for (let at = 0; at < count; at += 1) {
    const personId = `${at}`;
    const isSignedIn = async () => {
      checked.add(personId);
      running += 1;
      mostRunning = Math.max(mostRunning, running);
      await setImmediate();
      running -= 1;
      return true;
    };
    watches.open({ personId, isSignedIn, signal: undefined });
  }
  while (checked.size < count) await setImmediate();
  watches.close();
  expect(mostRunning).toBeLessThanOrEqual(500);
});

test('a client that disconnects before its watch begins gets an empty stream, and does not count', async () => {
  const watched = new Set<object>();
  const watches = createWatches(
    {
      watch: (_personId, onHead) => {
        watched.add(onHead);
        return () => void watched.delete(onHead);
      },
    },
    null,
  );
  const isSignedIn = () => Promise.resolve(true);
  for (let count = 0; count < 11; count += 1) {
    const options = { personId: 'ann', isSignedIn, signal: AbortSignal.abort() };
    for await (const event of watches.open(options)) expect(event).toBeUndefined();
  }
  expect(watched.size).toBe(0);
  watches.close();
});
