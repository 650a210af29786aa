// Errors of a start: mistakes are ConfigErrors, a database that is away is not. tls.test.ts has those of TLS.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { ConfigError, openDatabase, Refusal } from '../open-database.ts';
import { execute, temporaryDatabase } from '../testing/databases.ts';
import { explainStartError, isRetryable } from './start-error.ts';

const start = (url: URL): Promise<unknown> =>
  openDatabase({ url: url.href }).then(
    () => expect.fail('it connected'),
    (error: unknown) => error,
  );
const administrator = (parts: Partial<URL> = {}) =>
  Object.assign(new URL(inject('postgresUrl')), parts);

/** A role of its own, with the password `hunter2`. */
async function temporaryRole(attributes: string) {
  const name = `role_${randomUUID().replaceAll('-', '')}`;
  await execute(administrator().href, `create role ${name} ${attributes} password 'hunter2'`);
  return {
    username: name,
    password: 'hunter2',
    [Symbol.asyncDispose]: async () =>
      void (await execute(administrator().href, `drop role ${name}`)),
  };
}

test.each([
  [
    'a wrong password',
    { password: 'hunter2' },
    /refuses the user tydo with this password\. Correct them/,
  ],
  ['no password', { password: '' }, /wants a password, and DATABASE_URL has none/],
  [
    'an unknown user',
    { username: 'ann', password: 'hunter2' },
    /refuses the user ann with this password/,
  ],
  ['a missing database', { pathname: '/hunter' }, /has no database "hunter"\. Create it/],
  [
    'an unknown option',
    { search: '?options=-c%20x=1' },
    /unrecognized configuration parameter "x"/,
  ],
  ['an unknown host', { hostname: 'a'.repeat(64) }, /There is no host named a{64}\. Correct it/],
])('%s is a mistake in DATABASE_URL', async (_name, parts, sentence) => {
  const error = await start(administrator(parts));
  expect(error).toBeInstanceOf(ConfigError);
  expect(String(error)).toMatch(sentence);
  expect(String(error)).not.toContain('hunter2');
});

test('a start without a password leaves no open socket', async () => {
  await start(administrator({ password: '' }));
  await expect.poll(() => process.getActiveResourcesInfo()).not.toContain('TCPSocketWrap');
});

test.each([
  ['a user who may not sign in', 'nologin', /not permitted to log in/],
  ['a user who may not connect to the database', 'login', /permission denied for database/],
])('%s gets the server’s own words', async (_name, attributes, sentence) => {
  await using role = await temporaryRole(attributes);
  await using database = await temporaryDatabase('postgresql');
  const { pathname } = new URL(database.url);
  await execute(database.url, `revoke connect on database ${pathname.slice(1)} from public`);
  const error = await start(administrator({ ...role, pathname }));
  expect(error).toBeInstanceOf(ConfigError);
  expect(String(error)).toMatch(sentence);
  expect(String(error)).not.toContain('hunter2');
});

test('a server that is away is no ConfigError', async () => {
  const error = await start(administrator({ port: '1' }));
  expect(error).toBeInstanceOf(Refusal);
  expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
});

const target = { engine: 'postgresql', host: 'db', port: 1, database: 'tydo', tls: {} } as const;
test.each([
  ['CERT_NOT_YET_VALID', 'certificate is not yet valid', /not valid yet\. Check the clock/],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'wrong version number', /TLS with db failed \(ERR_SSL_WRONG/],
  ['', 'SASL: Only mechanism(s) SCRAM-SHA-256 are supported', /do not agree on how to sign in/],
])('the driver’s error %s is explained', (code, message, sentence) => {
  const cause = Object.assign(new Error(message), code === '' ? {} : { code });
  const error = explainStartError(new Error('away', { cause }), {
    ...target,
    channelBinding: true,
  });
  expect(error).toBeInstanceOf(ConfigError);
  expect(String(error)).toMatch(sentence);
});

// PgBouncer's errors, for machines without it; pooler.test.ts has the real ones.
test.each([
  ['08P01', 'password authentication failed', /refuses the user ann with this password/],
  ['08P01', 'no such database: tydo', /has no database "tydo"/],
  ['08P01', 'unsupported startup parameter: options', /refuses the connection \(unsupported/],
  ['08P01', 'SSL required', /sslmode=verify-full/],
])('a pooler’s error %s, "%s", is explained', (code, message, sentence) => {
  const said = Object.assign(new pg.DatabaseError(message, 0, 'error'), { code });
  const error = explainStartError(said, { ...target, user: 'ann', channelBinding: true });
  expect(error).toBeInstanceOf(ConfigError);
  expect(String(error)).toMatch(sentence);
});

test.each([
  ['that the driver does not show', {}],
  ['without names', { cert: {} }],
  ['with names that are no text', { cert: { subjectaltname: 1 } }],
  ['that is null', { cert: null }],
])('a certificate for another host, %s, is explained without its names', (_name, parts) => {
  const said = Object.assign(new Error('odd'), { code: 'ERR_TLS_CERT_ALTNAME_INVALID', ...parts });
  const told = String(explainStartError(said, { ...target, channelBinding: true }));
  expect(told).toContain('The certificate of db is not for that host name. Write a name');
});

test('a refused password is explained where DATABASE_URL has no user', () => {
  const said = Object.assign(new pg.DatabaseError('no', 0, 'error'), { code: '28P01' });
  const told = String(explainStartError(said, { ...target, channelBinding: true }));
  expect(told).toContain('refuses the user (none is given)');
});

test.each(['57P03', '53300'])('a server that answers %s is asked again', (code) => {
  const said = Object.assign(new pg.DatabaseError('not yet', 0, 'error'), { code });
  expect(isRetryable(new Error('away', { cause: said }))).toBe(true);
  expect(isRetryable(said)).toBe(false);
});

test('an unknown error stays as it is', () => {
  const unknown = new pg.DatabaseError('odd', 0, 'error');
  expect(explainStartError(unknown, { ...target, channelBinding: true })).toBe(unknown);
  expect(explainStartError('odd', { ...target, channelBinding: true })).toBe('odd');
  expect(isRetryable('odd')).toBe(false);
});

test('a server that does not answer the first statement is asked again', async () => {
  await using database = await temporaryDatabase('postgresql');
  const behind = new URL(database.url);
  let attempts = 0;
  const { port: portBehind, hostname } = behind;
  const listener = createServer((client) => {
    attempts += 1;
    // The first connection gets no answer.
    if (attempts === 1) return void client.on('error', () => {});
    const server = connect(Number(portBehind), hostname);
    for (const socket of [client, server]) {
      socket
        .on('error', () => {})
        .on('close', () => [client, server].forEach((end) => end.destroy()));
    }
    client.pipe(server).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const port = String(Object(listener.address()).port);
  const db = await openDatabase({ url: Object.assign(behind, { port }).href });
  expect(attempts).toBeGreaterThan(1);
  await db.close();
  listener.close();
});
