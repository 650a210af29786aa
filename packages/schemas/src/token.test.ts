import { expect, test } from 'vitest';
import { TokenCreate, TokenRead } from './token.ts';

const created = { name: 'Backup', scopes: ['write', 'read'] };

test('the scopes of a token are kept in order', () => {
  expect(TokenCreate.parse(created).scopes).toEqual(['read', 'write']);
  expect(TokenCreate.parse({ ...created, scopes: ['feed'] }).scopes).toEqual(['feed']);
});

test.each([[[]], [['read', 'read']], [['feed', 'read']], [['account']]])(
  'the scopes %j are refused',
  (scopes) => {
    const { error } = TokenCreate.safeParse({ ...created, scopes });
    expect(error?.issues.map(({ path }) => path[0])).toEqual(['scopes']);
  },
);

test('a token is read without its text', () => {
  const time = '2026-12-01T10:00:00.000Z';
  const row = { id: 'a', name: 'Backup', scopes: ['read'], start: 'tydo_pat_Abcde' };
  const read = { ...row, createdAt: time, expiresAt: null, lastUsedAt: time };
  expect(TokenRead.parse({ ...read, hash: 'x' })).toEqual(read);
});
