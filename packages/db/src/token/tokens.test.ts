import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TokenCreate } from '@tydo/schemas/token';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authDatabaseOf } from '../account/auth-database.ts';
import {
  engines,
  execute,
  longTimeouts,
  newPerson,
  openTemporaryDatabase,
} from '../testing/databases.ts';
import { refusal } from '../testing/history.ts';
import { checksumOf, isTokenText, newTokenText } from './token-text.ts';

const reading: TokenCreate = { name: 'Backup script', scopes: ['read'] };

test('a token has 32 random characters and a checksum that finds typing errors', () => {
  const text = newTokenText('pat');
  expect(text).toMatch(/^tydo_pat_[\dA-Za-z]{38}$/);
  expect(newTokenText('pat')).not.toBe(text);
  // The CRC-32 of the ASCII text, in base 62: computed by hand.
  expect(checksumOf('123456789')).toBe('3jZRME');
  expect(isTokenText(text, 'pat')).toBe(true);
  expect(isTokenText(text, 'feed')).toBe(false);
  for (let at = 0; at < text.length; at += 1) {
    const mistyped = text.slice(0, at) + (text[at] === 'x' ? 'y' : 'x') + text.slice(at + 1);
    expect(isTokenText(mistyped, 'pat')).toBe(false);
  }
});

describe.each(engines)('tokens on %s', (engine) => {
  let own: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  beforeAll(async () => {
    own = await openTemporaryDatabase(engine, { timeouts: longTimeouts });
    // As Better Auth creates it.
    await execute(
      own.url,
      `create table "user" (id text not null primary key, name text not null, email text not null,
        email_verified ${engine === 'sqlite' ? 'integer' : 'boolean'} not null,
        created_at ${engine === 'sqlite' ? 'date' : 'timestamptz'} not null)`,
    );
  });
  afterAll(() => own[Symbol.asyncDispose]());
  const find = (text: string, kind: 'pat' | 'feed' = 'pat') =>
    authDatabaseOf(own.db).findToken(text, kind);
  /** A person whom Better Auth knows. */
  async function person() {
    const id = newPerson();
    await execute(
      own.url,
      `insert into "user" (id, name, email, email_verified, created_at)
       values ('${id}', 'Ann', '${id}@example.com', ${engine === 'sqlite' ? 1 : 'true'}, '2026-01-01')`,
    );
    const { tokens, account } = own.db.unitOfWork(id);
    return { id, tokens, account };
  }

  test('are listed newest first, with all but their text', async () => {
    const { id: personId, tokens } = await person();
    const expiresAt = '2199-01-01T00:00:00.000Z';
    const first = await tokens.create({ ...reading, id: 'mine', expiresAt });
    const again = tokens.create({ ...reading, id: 'mine' });
    expect(await refusal(again)).toMatchObject({ code: 'CONFLICT' });
    await sleep(2);
    const second = await tokens.create({ name: 'x', scopes: ['write', 'read'] });
    expect(second.row.scopes).toEqual(['read', 'write']);
    expect(await tokens.list()).toEqual([second.row, first.row]);
    expect(first.row).toMatchObject({ id: 'mine', expiresAt, lastUsedAt: null });
    expect(first.text.startsWith(first.row.start)).toBe(true);
    const stored = JSON.stringify(await execute(own.url, 'select * from api_token'));
    expect(stored).not.toContain(first.text);
    expect(await find(first.text)).toMatchObject({ id: 'mine', personId, scopes: ['read'] });
    expect(await find(first.text, 'feed')).toBeUndefined();
  });

  test('are found until they are revoked, expire, or their text is given up', async () => {
    const { id: personId, tokens } = await person();
    const [revoked, expired, ended, kept] = [
      await tokens.create(reading),
      await tokens.create({ ...reading, expiresAt: new Date(Date.now() + 60_000).toISOString() }),
      await tokens.create(reading),
      await tokens.create({ name: 'Calendar', scopes: ['feed'] }),
    ];
    expect(await find(expired.text)).toBeDefined();
    await tokens.revoke({ id: revoked.row.id });
    await execute(
      own.url,
      `update api_token set expires_at = created_at where id = '${expired.row.id}'`,
    );
    await authDatabaseOf(own.db).endToken(ended.text);
    await authDatabaseOf(own.db).endToken('tydo_pat_nothing');
    for (const { text } of [revoked, expired, ended]) expect(await find(text)).toBeUndefined();
    expect(await find(kept.text, 'feed')).toMatchObject({ personId, scopes: ['feed'] });
    // Done already.
    expect(await tokens.revoke({ id: revoked.row.id })).toEqual({ id: revoked.row.id });
    expect(await tokens.revokeAll()).toBe(1);
    expect(await find(kept.text, 'feed')).toBeUndefined();
    expect(await tokens.list()).toEqual([]);
  });

  test('belong to one person', async () => {
    const [mine, theirs] = [await person(), await person()];
    const { row } = await theirs.tokens.create({ ...reading, id: 'taken' });
    expect(await refusal(mine.tokens.revoke({ id: row.id }))).toEqual(
      await refusal(mine.tokens.revoke({ id: randomUUID() })),
    );
    expect(await mine.tokens.list()).toEqual([]);
    expect(await mine.tokens.revokeAll()).toBe(0);
    // The same id for two people; but not twice for one.
    await mine.tokens.create({ ...reading, id: 'taken' });
    expect(await refusal(mine.tokens.create({ ...reading, id: 'taken' }))).toMatchObject({
      code: 'CONFLICT',
    });
    expect(await theirs.tokens.list()).toEqual([row]);
  });

  test.each([
    ['no scope', { scopes: [] }],
    ['a scope twice', { scopes: ['read', 'read'] }],
    ['the feed with another scope', { scopes: ['feed', 'read'] }],
    ['a name of two lines', { name: 'a\nb' }],
    ['an end in the past', { expiresAt: '2026-01-01T00:00:00.000Z' }],
  ])('are refused with %s', async (_name, wrong) => {
    const { tokens } = await person();
    const input = { ...reading, ...wrong } as TokenCreate;
    const field = Object.keys(wrong)[0] ?? '';
    expect(await refusal(tokens.create(input))).toMatchObject({
      code: 'BAD_REQUEST',
      data: { zodError: { fieldErrors: { [field]: [expect.any(String)] } } },
    });
  });

  test('are at most fifty that work, also when they are created at once', async () => {
    const { tokens } = await person();
    const made = await Promise.allSettled(Array.from({ length: 53 }, () => tokens.create(reading)));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(50);
    const [first] = await tokens.list();
    await tokens.revoke({ id: first?.id ?? '' });
    await tokens.create(reading);
  });

  test('remember when they were used, at most once an hour', async () => {
    const { tokens } = await person();
    const { row, text } = await tokens.create(reading);
    const usedAt = async () => (await tokens.list())[0]?.lastUsedAt ?? null;
    await find(text);
    // The call does not wait for it.
    while ((await usedAt()) === null) await sleep(5);
    const first = await usedAt();
    await find(text);
    await sleep(50);
    expect(await usedAt()).toBe(first);
    await execute(
      own.url,
      `update api_token set last_used_at = ${past(61)} where id = '${row.id}'`,
    );
    await find(text);
    while (Date.parse((await usedAt()) ?? '') < Date.now() - 60_000) await sleep(5);
  });
  const past = (minutes: number) => {
    const time = Date.now() - minutes * 60_000;
    return engine === 'sqlite' ? time : `'${new Date(time).toISOString()}'`;
  };

  test('are deleted some time after their end', async () => {
    const { id: personId, tokens } = await person();
    const [old, kept] = [await tokens.create(reading), await tokens.create(reading)];
    await tokens.revoke({ id: old.row.id });
    await authDatabaseOf(own.db).deleteEndedTokens(new Date(Date.now() - 60_000));
    const rows = () => execute(own.url, `select id from api_token where user_id = '${personId}'`);
    expect(await rows()).toHaveLength(2);
    await authDatabaseOf(own.db).deleteEndedTokens(new Date(Date.now() + 60_000));
    expect(await rows()).toEqual([{ id: kept.row.id }]);
  });

  test('end with the account, of which nobody can create more', async () => {
    const { id: personId, tokens, account } = await person();
    expect(await account.get()).toEqual({
      id: personId,
      name: 'Ann',
      email: `${personId}@example.com`,
      emailVerified: true,
    });
    const { text } = await tokens.create(reading);
    await authDatabaseOf(own.db).closeAccount(personId);
    expect(await find(text)).toBeUndefined();
    const deleted = { code: 'UNAUTHORIZED', message: 'This account was deleted.' };
    expect(await refusal(tokens.create(reading))).toMatchObject(deleted);
    expect(await authDatabaseOf(own.db).erase(personId)).toBe(true);
    expect(await tokens.list()).toEqual([]);
    expect(await refusal(own.db.unitOfWork(newPerson()).account.get())).toMatchObject(deleted);
  });
});
