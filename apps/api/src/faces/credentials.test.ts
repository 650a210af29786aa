// Every procedure that REST and MCP have, with every kind of credential: refused before its input is read.

import { shortOrLong } from '@tydo/db/testing';
import type { Scope, TokenCreated } from '@tydo/schemas/token';
import { expect, test } from 'vitest';
import { callerOf, json } from '../testing/caller.ts';
import { canPass, type Door, sendThrough } from '../testing/doors.ts';
import { procedures } from '../testing/multi-user-server.ts';
import { startTestServer } from '../testing/server.ts';
import { accessOf } from '../trpc/trpc.ts';

test('credentials decide before the input, through each door', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const call = callerOf(server);
  const [person, other] = [await call.signUp(), await call.signUp()];
  const create = async (scopes: Scope[]): Promise<TokenCreated> => {
    const made = await call.post('/trpc/token.create', { name: 'x', scopes }, person.bearer);
    return ((await made.json()) as { result: { data: TokenCreated } }).result.data;
  };
  const bearer = (token: string) => ({ ...json, authorization: `Bearer ${token}` });
  const [reading, writing, feed, revoked] = [
    await create(['read']),
    await create(['write']),
    await create(['feed']),
    await create(['read', 'write']),
  ];
  await call.post('/trpc/token.revoke', { id: revoked.id }, person.bearer);
  const last = reading.token.at(-1) === '0' ? '1' : '0';
  const nobody: Record<string, Record<string, string>> = {
    'no credential': {},
    'a cookie alone': { cookie: person.cookie, origin: server.url },
    'a wrong checksum': bearer(reading.token.slice(0, -1) + last),
    'a revoked token': bearer(revoked.token),
    'the secret of a feed': bearer(feed.token),
    'a token of somebody else than the page': {
      ...bearer(reading.token),
      'x-tydo-person': other.id,
    },
  };
  // In the short form every fourth procedure of each access, others with each credential.
  let nth = 0;
  const stride = shortOrLong(4, 1);
  const through = async (door: Exclude<Door, 'trpc'>, headers: Record<string, string>) => {
    const answers: string[] = [];
    const seen: Record<string, number> = {};
    nth += 1;
    for (const procedure of procedures) {
      // Nothing that any procedure takes.
      const made = { procedure, input: { nothing: true } };
      if (!canPass(door, made)) continue;
      const access = accessOf(procedure.path, procedure.type) ?? 'any';
      const place = (seen[access] ?? nth) + 1;
      seen[access] = place;
      if (place % stride !== 0 && access !== 'any') continue;
      const { status, body } = await sendThrough(door, server.url, headers, made);
      const { code, scope = '' } = JSON.parse(body).error.data;
      answers.push(`${access}: ${status} ${code} ${scope}`);
    }
    return new Set(answers);
  };
  for (const door of ['rest', 'mcp'] as const) {
    // `account.get` is no tool.
    const accesses = door === 'rest' ? ['any', 'read', 'write'] : ['read', 'write'];
    for (const [name, headers] of Object.entries(nobody)) {
      const refused = accesses.map((access) => `${access}: 401 UNAUTHORIZED `);
      expect([door, name, await through(door, headers)]).toEqual([door, name, new Set(refused)]);
    }
    // An error in the input is the result of a tool.
    const ok = door === 'rest' ? 400 : 200;
    const answersTo = (scope: string) =>
      accesses.map((access) =>
        access === scope || access === 'any'
          ? `${access}: ${ok} BAD_REQUEST `
          : `${access}: 403 FORBIDDEN ${access}`,
      );
    expect(await through(door, bearer(reading.token))).toEqual(new Set(answersTo('read')));
    expect(await through(door, bearer(writing.token))).toEqual(new Set(answersTo('write')));
  }
});
