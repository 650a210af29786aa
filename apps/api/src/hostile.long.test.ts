// Random malicious requests over all of HTTP: they are refused, and have no other effect.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { shortOrLong, sqliteOrBoth } from '@tydo/db/testing';
import type { TaskRead } from '@tydo/schemas/task';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { appRouter } from './router.ts';
import { callerOf, refusalsIn } from './testing/caller.ts';
import { type HostileRequest, tokenPlaceholder } from './testing/hostile/bytes.ts';
import { hostile } from './testing/hostile/hostile.ts';
import { procedureNames } from './testing/hostile/json.ts';
import { type RawAnswer, sendRaw } from './testing/raw-http.ts';
import { startTestServer } from './testing/server.ts';

test('all procedures are called', () => {
  expect(procedureNames.toSorted()).toEqual(Object.keys(appRouter._def.procedures).toSorted());
});

describe.each(sqliteOrBoth)('on %s', (engine) => {
  test('hostile requests are refused, and do not change the data of other people', async () => {
    await using server = await startTestServer({ engine });
    const call = callerOf(server);
    const bystander = await call.signUp();
    await call.post('/trpc/task.create', { title: 'theirs' }, bystander.bearer);
    const before = await (await call.get('/trpc/task.list', bystander.bearer)).text();
    const person = await call.signUp();
    let guest = await call.signUp();
    const counts: Record<string, Record<number, number>> = {};
    let slowest = { ms: 0, kind: '' };

    const check = async (request: HostileRequest & { kind: string }) => {
      // Some calls of Better Auth end the session.
      const isAccount = request.kind === 'account';
      const { token } = isAccount ? guest : person;
      const bytes = request.bytes.replaceAll(tokenPlaceholder, token);
      const started = performance.now();
      const response = await (request.kind === 'disconnect' ? sendAndDisconnect : sendRaw)(
        server.url,
        bytes,
      );
      const ms = performance.now() - started;
      if (ms > slowest.ms) slowest = { ms, kind: request.kind };
      const ofKind = (counts[request.kind] ??= {});
      ofKind[response.status] = (ofKind[response.status] ?? 0) + 1;
      if (request.kind === 'disconnect') return;
      checkResponse(request, response);
      if (request.call && response.status === 200) {
        await checkText(request.call, response, (id) =>
          call.get(call.query('task.get', { id }), person.bearer),
        );
      }
      if (isAccount && response.status === 200 && /sign-out|revoke|password/.test(bytes)) {
        guest = await call.signUp();
      }
    };

    const seed = shortOrLong(20_261_125, Date.now());
    const numRuns = shortOrLong(80, 12_000);
    await fc.assert(fc.asyncProperty(hostile, check), { numRuns, seed });
    if (shortOrLong(0, 1)) {
      const summary = { engine, numRuns, seed, slowest, counts };
      process.stdout.write(`${JSON.stringify(summary)}\n`);
    }

    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(server.logged.filter((line) => /"level":[56]0/.test(line))).toEqual([]);
    const after = await (await call.get('/trpc/task.list', bystander.bearer)).text();
    expect(after).toBe(before);
    const last = await call.post('/trpc/task.create', { title: 'still here' }, person.bearer);
    expect(last.status).toBe(200);
  }, 3_600_000);
});

const internals =
  /\bat \S+ ?\(|node_modules|file:\/\/|\.[tj]s:\d|\/work\/|\/tmp\/|sqlite|postgres|\bselect .* from\b|insert into|"stack"/i;

function checkResponse(
  { bytes, call, allowedStatuses }: HostileRequest,
  { status, headers, text }: RawAnswer,
) {
  // The text is compared only to show it when the test fails.
  const actual = { status, text };
  expect(actual).toEqual({
    status: expect.toSatisfy((code: number) => code >= 200 && code < 500),
    text,
  });
  expect(headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(headers.get('x-request-id')).toMatch(/^[\w.:-]{1,128}$/);
  if (allowedStatuses) expect(actual).toEqual({ status: expect.toBeOneOf(allowedStatuses), text });
  if (status >= 400) expect(text).not.toMatch(internals);
  if (call) {
    // 413: a query may be too long for a URL. 400: schemas do not check these.
    const isRule =
      /"(cursor|query)":\["|There can be at most|You have \d+ tokens|not ahead of now/.test(text);
    const whenValid = [200, 404, 409, 413, ...(isRule ? [400] : [])];
    // A watch for another person.
    if (call.name === 'sync.watch') whenValid.push(401);
    const expected = accepts(call) ? whenValid : [400, 413];
    expect(actual).toEqual({ status: expect.toBeOneOf(expected), text });
  }
  const isTrpc = /^\S+ \/trpc([/?#]\S*)? HTTP/i.test(bytes);
  const isHead = bytes.startsWith('HEAD');
  if (isTrpc && [200, 302].includes(status)) expect(bytes).toContain(tokenPlaceholder);
  if (isTrpc && status < 500 && status !== 204 && !isHead) {
    const refusals = refusalsIn(text);
    if (status >= 400) expect(refusals.length).toBeGreaterThan(0);
    for (const data of refusals) expect(data.requestId).toBe(headers.get('x-request-id'));
  }
}

/** Whether the input is JSON, and valid for the procedure. */
function accepts({ name, input }: NonNullable<HostileRequest['call']>): boolean {
  const procedures: object = appRouter._def.procedures;
  const { _def } = new Map(Object.entries(procedures)).get(name);
  const [schema]: [z.ZodMiniType] = _def.inputs;
  const none = _def.type === 'mutation' ? null : undefined;
  try {
    return schema.safeParse(input === '' ? none : JSON.parse(input)).success;
  } catch {
    return false;
  }
}

/** Accepted text is returned exactly, by this call and by later reads. */
async function checkText(
  { name, input }: NonNullable<HostileRequest['call']>,
  { text }: RawAnswer,
  get: (id: number) => Promise<Response>,
) {
  if (!['task.create', 'task.createMany', 'task.update'].includes(name)) return;
  const { data } = JSON.parse(text).result as { data: TaskRead | { items: TaskRead[] } };
  const sent = JSON.parse(input);
  // A repeat returns the first result, of a task that may have been deleted since.
  if (sent.operationId !== undefined) return;
  const pairs =
    'items' in data ? data.items.map((task, at) => [task, sent.tasks[at]]) : [[data, sent]];
  for (const [task, given] of pairs) {
    if (given.title !== undefined) expect(task.title).toBe(given.title.trim());
    if (given.description !== undefined) expect(task.description).toBe(given.description || null);
    expect(await (await get(task.id)).json()).toEqual({ result: { data: task } });
  }
}

/** Sends the bytes, and disconnects before the response. */
async function sendAndDisconnect(url: string, bytes: string): Promise<RawAnswer> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.write(bytes, 'latin1');
  await sleep(2);
  socket.destroy();
  return { status: 0, headers: new Headers(), text: '' };
}
