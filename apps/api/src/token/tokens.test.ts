// API tokens over HTTP: who may do what with which credential.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execute, sqliteOrBoth } from '@tydo/db/testing';
import type { Scope, TokenCreated, TokenRead } from '@tydo/schemas/token';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proceduresOf } from '../faces/procedures.ts';
import { appRouter } from '../router.ts';
import { type Caller, callerOf, json, refusalIn } from '../testing/caller.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { accessOf } from '../trpc/trpc.ts';

const procedures = [...proceduresOf(appRouter).values()];

describe.each(sqliteOrBoth)('API tokens on %s', (engine) => {
  let server: TestServer;
  let call: Caller;
  const secrets: string[] = [];
  beforeAll(async () => {
    server = await startTestServer({ engine });
    call = callerOf(server);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  type Bearer = Record<string, string>;
  const bearer = (token: string): Bearer => ({ ...json, authorization: `Bearer ${token}` });
  const dataIn = async <T>(response: Response): Promise<T> =>
    ((await response.json()) as { result: { data: T } }).result.data;

  async function create(session: Bearer, scopes: Scope[], more = {}): Promise<TokenCreated> {
    const input = { name: 'A script', scopes, ...more };
    const response = await call.post('/trpc/token.create', input, session);
    const made = await dataIn<TokenCreated>(response);
    secrets.push(made.token);
    return made;
  }

  /** Calls a procedure without an input, as its type wants. */
  const callWithout = (path: string, type: string, headers: Bearer) =>
    type === 'mutation'
      ? call.post(`/trpc/${path}`, {}, headers)
      : call.get(`/trpc/${path}`, headers);
  /** What a call without an input gives: the code, and the scope that is missing. */
  async function codeOf(path: string, type: string, headers: Bearer): Promise<string> {
    const response = await callWithout(path, type, headers);
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
      const { value } = (await response.body?.getReader().read()) ?? {};
      return /"code":"(\w+)"/.exec(Buffer.from(value ?? []).toString())?.[1] ?? 'OK';
    }
    if (response.ok) return 'OK';
    const { code, scope } = await refusalIn(response);
    return scope === undefined ? code : `${code} ${scope}`;
  }

  test('do what their scopes say, which follow from the router, before the input is read', async () => {
    const person = await call.signUp();
    const [reading, writing, both] = [
      await create(person.bearer, ['read']),
      await create(person.bearer, ['write']),
      await create(person.bearer, ['read', 'write']),
    ];
    for (const { path, type } of procedures) {
      if (type === 'subscription') continue;
      const access = accessOf(path, type);
      const usual = type === 'query' ? 'read' : 'write';
      const ofAccount = path.startsWith('token.') ? 'account' : usual;
      expect(access).toBe(path === 'account.get' ? undefined : ofAccount);
      for (const { token, scopes } of [reading, writing, both]) {
        const code = await codeOf(path, type, bearer(token));
        const isAllowed = !access || (access !== 'account' && scopes.includes(access));
        // With its scope a call fails only because of its input.
        if (isAllowed) expect(['OK', 'BAD_REQUEST']).toContain(code);
        else expect(`${path}: ${code}`).toBe(`${path}: FORBIDDEN ${access}`);
      }
    }
    // Nothing was written with the reading token.
    const { token } = reading;
    const refused = await call.post('/trpc/task.create', { title: 'x' }, bearer(token));
    expect([refused.status, (await refusalIn(refused)).scope]).toEqual([403, 'write']);
    expect(await call.count(bearer(token))).toEqual({ active: 0, completed: 0 });
    // Within a push too.
    const push = { calls: [{ name: 'token.revokeAll', input: {} }] };
    expect((await call.post('/trpc/sync.push', push, bearer(token))).status).toBe(403);
    const pushed = await call.post('/trpc/sync.push', push, bearer(both.token));
    expect(JSON.stringify(await pushed.json())).toContain('"scope":"account"');
  });

  test('are nobody when they are mistyped, revoked, expired, or of a deleted person', async () => {
    const person = await call.signUp();
    const [good, revoked, expired, feed] = [
      await create(person.bearer, ['read']),
      await create(person.bearer, ['read']),
      await create(person.bearer, ['read'], { expiresAt: '2199-01-01T00:00:00.000Z' }),
      await create(person.bearer, ['feed']),
    ];
    expect(feed.token).toMatch(/^tydo_feed_/);
    expect(feed.feed).toMatch(/^http:\/\/localhost:\d+\/feeds\/tydo_feed_\w{38}\/tasks\.ics$/);
    expect(good.feed).toBeNull();
    const ended = await call.post('/trpc/token.revoke', { id: revoked.id }, person.bearer);
    expect(await dataIn(ended)).toEqual({ id: revoked.id });
    await execute(
      server.databaseUrl,
      `update api_token set expires_at = created_at where id = '${expired.id}'`,
    );
    const last = good.token.at(-1) === '0' ? '1' : '0';
    const nobody = {
      mistyped: good.token.slice(0, -1) + last,
      'cut off': good.token.slice(0, -1),
      'of another form': 'tydo_x',
      revoked: revoked.token,
      expired: expired.token,
      'the secret of a feed': feed.token,
    };
    for (const [name, token] of Object.entries(nobody)) {
      expect(`${name}: ${await codeOf('task.counts', 'query', bearer(token))}`).toBe(
        `${name}: UNAUTHORIZED`,
      );
      // A cookie beside it does not count.
      const both = { ...bearer(token), cookie: person.cookie };
      expect(await codeOf('task.counts', 'query', both)).toBe('UNAUTHORIZED');
    }
    expect(await codeOf('task.counts', 'query', bearer(good.token))).toBe('OK');
    const goodbye = { password: person.password };
    expect((await call.post('/api/auth/delete-user', goodbye, person.bearer)).status).toBe(200);
    expect(await codeOf('task.counts', 'query', bearer(good.token))).toBe('UNAUTHORIZED');
  });

  test('are no credential for the account, whatever cookie comes with them', async () => {
    const person = await call.signUp();
    const { token } = await create(person.bearer, ['read', 'write']);
    for (const headers of [bearer(token), { ...bearer(token), cookie: person.cookie }]) {
      expect(await (await call.get('/api/auth/get-session', headers)).json()).toBeNull();
      expect((await call.get('/api/account/export', headers)).status).toBe(401);
      expect((await call.get('/api/account/reminder', headers)).status).toBe(401);
    }
  });

  test('belong to one person, whom X-Tydo-Person may name', async () => {
    const [mine, theirs] = [await call.signUp(), await call.signUp()];
    const { token, id } = await create(mine.bearer, ['read']);
    const named = (person: string) => ({ ...bearer(token), 'x-tydo-person': person });
    expect(await codeOf('account.get', 'query', named(mine.id))).toBe('OK');
    expect(await codeOf('account.get', 'query', named(theirs.id))).toBe('UNAUTHORIZED');
    const bodyOf = async (input: object) =>
      (
        await call.post('/trpc/token.revoke', input, { ...theirs.bearer, 'x-request-id': 'x' })
      ).text();
    expect(await bodyOf({ id })).toBe(await bodyOf({ id: 'never-was' }));
    const list = await dataIn<object>(await call.get('/trpc/token.list', theirs.bearer));
    expect(list).toEqual({ items: [] });
    const again = await call.post(
      '/trpc/token.create',
      { id, name: 'x', scopes: ['read'] },
      mine.bearer,
    );
    expect((await refusalIn(again)).code).toBe('CONFLICT');
  });

  test('say who calls, and with which token', async () => {
    const person = await call.signUp();
    const { token, id } = await create(person.bearer, ['read']);
    const { email, name } = person;
    const account = { id: person.id, email, name, emailVerified: false };
    const get = async (headers: Bearer) => dataIn(await call.get('/trpc/account.get', headers));
    expect(await get(person.bearer)).toEqual({ ...account, token: null });
    expect(await get(bearer(token))).toEqual({
      ...account,
      token: { id, name: 'A script', scopes: ['read'], expiresAt: null },
    });
  });

  test('are told by mail, and are in neither mail nor log', async () => {
    const person = await call.signUp();
    const made = await create(person.bearer, ['read', 'write']);
    const feed = await create(person.bearer, ['feed']);
    const items = await dataIn<{ items: TokenRead[] }>(
      await call.get('/trpc/token.list', person.bearer),
    );
    expect(items.items.map(({ id }) => id).toSorted()).toEqual([made.id, feed.id].toSorted());
    await call.get('/trpc/task.counts', bearer(made.token));
    await call.get(`/trpc/task.counts?token=${made.token}`);
    await call.get(new URL(feed.feed ?? '').pathname);
    await call.get(`/anything/${made.token}?x=${feed.token}`);
    const mails = await mailsTo(person.email);
    expect(mails).toHaveLength(2);
    expect(mails.join()).toContain('It may: read your tasks, change your tasks');
    // Of all tests so far.
    expect(secrets.length).toBeGreaterThan(5);
    const [log, mail] = [server.logged.join('\n'), mails.join('\n')];
    for (const secret of secrets) {
      expect(log.includes(secret.slice(0, 20))).toBe(false);
      expect(mail.includes(secret.slice(0, 14))).toBe(false);
    }
    expect(log).toContain(`"tokenId":"${made.id}"`);
    expect(log).toContain('/feeds/[hidden]/tasks.ics');
  });
  async function mailsTo(address: string): Promise<string[]> {
    for (;;) {
      const files = await readdir(server.outbox).catch(() => []);
      const texts = await Promise.all(
        files.map((file) => readFile(join(server.outbox, file), 'utf8')),
      );
      const mails = texts.filter((text) => text.includes(address));
      if (mails.length >= 2) return mails;
    }
  }

  test('end the streams that were opened with them', async () => {
    const person = await call.signUp();
    const { token } = await create(person.bearer, ['read']);
    const response = await call.get('/trpc/sync.watch', bearer(token));
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    await response.body?.cancel();
  });
});
