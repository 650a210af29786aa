// A new password ends all sessions of the old one at once, on every instance, also in races.
import { randomUUID } from 'node:crypto';
import { execute, lockKey, postgresOrBoth, temporaryDatabase } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, callerOf, json } from '../../testing/caller.ts';
import { startServerOn, type TestServer } from '../../testing/server.ts';
import { codesOf } from '../../testing/totp.ts';

describe.each(postgresOrBoth)('a new password on %s', (engine) => {
  let database: Awaited<ReturnType<typeof temporaryDatabase>>;
  let one: TestServer;
  let two: TestServer;
  let call: Caller;
  let other: Caller;
  beforeAll(async () => {
    database = await temporaryDatabase(engine);
    const env = { BETTER_AUTH_SECRET: randomUUID() };
    [one, two] = [await startServerOn(database.url, env), await startServerOn(database.url, env)];
    [call, other] = [callerOf(one), callerOf(two)];
  });
  afterAll(async () => {
    for (const it of [one, two, database]) await it[Symbol.asyncDispose]();
  });

  const bearer = (token: string) => ({ ...json, authorization: `Bearer ${token}` });
  const tokenIn = async (response: Response): Promise<string> =>
    Object(await response.json()).token;
  const newPassword = () => `password ${randomUUID()}`;

  type Person = Awaited<ReturnType<Caller['signUp']>>;

  const signIn = ({ email, password }: Pick<Person, 'email' | 'password'>, by = call) =>
    by.post('/api/auth/sign-in/email', { email, password });
  const change = (token: string, currentPassword: string, next: string, more: object = {}) =>
    call.post(
      '/api/auth/change-password',
      { currentPassword, newPassword: next, ...more },
      bearer(token),
    );
  /** Resets the password with a token, as a mailed link does. */
  async function reset({ id }: Person, next: string): Promise<Response> {
    const token = randomUUID();
    const at = (days: number) => `'${new Date(Date.now() + days * 86_400_000).toISOString()}'`;
    await execute(
      database.url,
      `insert into verification (id, identifier, value, expires_at, created_at, updated_at)
        values ('${randomUUID()}', 'reset-password:${token}', '${id}', ${at(1)}, ${at(0)}, ${at(0)})`,
    );
    return call.post('/api/auth/reset-password', { token, newPassword: next });
  }
  const statusWith = async (token: string, by: Caller) =>
    (await by.get('/trpc/task.counts', bearer(token))).status;
  const sessionsOf = ({ id }: Person) =>
    execute(database.url, `select token from session where user_id = '${id}'`);

  test('set by a change ends all other sessions on every instance, even with revokeOtherSessions: false', async () => {
    const person = await call.signUp();
    const second = await tokenIn(await signIn(person, other));
    const next = newPassword();
    const response = await change(person.token, person.password, next, {
      revokeOtherSessions: false,
    });
    expect(response.status).toBe(200);
    const [cookie = ''] = response.headers.getSetCookie();
    const third = await tokenIn(response);
    for (const by of [call, other]) {
      expect(await statusWith(person.token, by)).toBe(401);
      expect(await statusWith(second, by)).toBe(401);
      expect(await statusWith(third, by)).toBe(200);
      const { status } = await by.get('/trpc/task.counts', { cookie: cookie.split(';')[0] ?? '' });
      expect(status).toBe(200);
    }
    expect((await signIn(person)).status).toBe(401);
    expect((await signIn({ ...person, password: next }, other)).status).toBe(200);
  });

  test('set by a reset ends all sessions', async () => {
    const person = await call.signUp();
    const next = newPassword();
    expect((await reset(person, next)).status).toBe(200);
    expect(await statusWith(person.token, other)).toBe(401);
    expect(await sessionsOf(person)).toEqual([]);
    expect((await signIn(person)).status).toBe(401);
    expect((await signIn({ ...person, password: next })).status).toBe(200);
  });

  test.each(['change', 'reset'] as const)(
    'leaves no session to sign-ins with the old password that race a %s',
    async (how) => {
      const person = await call.signUp();
      const next = newPassword();
      // More than the queue runs at once, so that some wait while the password is changed.
      const racing = [
        how === 'change' ? change(person.token, person.password, next) : reset(person, next),
        ...Array.from({ length: 5 }, () => signIn(person)),
      ];
      const responses = await Promise.all(racing);
      const changed = responses.shift();
      expect(changed?.status).toBe(200);
      for (const response of responses) {
        expect([200, 401]).toContain(response.status);
        if (response.status === 200)
          expect(await statusWith(await tokenIn(response), other)).toBe(401);
      }
      expect(await sessionsOf(person)).toHaveLength(how === 'change' ? 1 : 0);
    },
  );

  test('is set by only one of two concurrent changes', async () => {
    const person = await call.signUp();
    const second = await tokenIn(await signIn(person, other));
    const [mine, theirs] = [newPassword(), newPassword()];
    const responses = await Promise.all([
      change(person.token, person.password, mine),
      change(second, person.password, theirs),
    ]);
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1);
    const [right, wrong] = responses[0].status === 200 ? [mine, theirs] : [theirs, mine];
    expect(await sessionsOf(person)).toHaveLength(1);
    expect((await signIn({ ...person, password: wrong })).status).toBe(401);
    expect((await signIn({ ...person, password: right })).status).toBe(200);
  });

  /** Runs `work` while the transaction of `changing` is paused between two statements. */
  async function duringTransaction<T>(
    changing: () => Promise<Response>,
    work: () => Promise<T>,
  ): Promise<T> {
    await execute(
      database.url,
      `create or replace function pause_deletion() returns trigger language plpgsql
        as $$ begin perform pg_advisory_xact_lock(1); return null; end $$`,
    );
    await execute(
      database.url,
      'create trigger pause_deletion after delete on session for each statement execute function pause_deletion()',
    );
    await using lock = await lockKey(database.url, 1);
    const changed = changing();
    const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    const untilWaiting = async (count: number, over = () => false) => {
      while ((await execute(database.url, waiting)).length < count && !over());
    };
    await untilWaiting(1);
    let isOver = false;
    const working = work().finally(() => {
      isOver = true;
    });
    // `work` either ends or waits for the transaction.
    await untilWaiting(2, () => isOver);
    await lock.unlock();
    const done = await working;
    expect((await changed).status).toBe(200);
    await execute(database.url, 'drop trigger pause_deletion on session');
    return done;
  }

  // SQLite has no concurrent writes.
  test.runIf(engine === 'postgresql').each(['change', 'reset'] as const)(
    'leaves no session to a sign-in between the statements of a %s',
    async (how) => {
      const person = await call.signUp();
      const next = newPassword();
      const changing = () =>
        how === 'change' ? change(person.token, person.password, next) : reset(person, next);
      const signedIn = await duringTransaction(changing, () => signIn(person, other));
      if (signedIn.status === 200) {
        expect(await statusWith(await tokenIn(signedIn), other)).toBe(401);
      } else expect(signedIn.status).toBe(401);
      expect(await sessionsOf(person)).toHaveLength(how === 'change' ? 1 : 0);
    },
  );

  test.runIf(engine === 'postgresql').each(['on', 'off'] as const)(
    'leaves no session to turning two-step sign-in %s between the statements of a reset',
    async (how) => {
      const person = await call.signUp();
      const { password } = person;
      const post = (path: string, body: object) =>
        other.post(`/api/auth/two-factor/${path}`, body, bearer(second));
      let second = await tokenIn(await signIn(person));
      const { totpURI } = Object(await (await post('enable', { password })).json());
      const [now, next] = codesOf(totpURI);
      if (how === 'off') {
        const on = await post('verify-totp', { code: now });
        second = decodeURIComponent(on.headers.get('set-auth-token') ?? '');
      }
      const replacing = () =>
        how === 'on'
          ? post('verify-totp', { code: now })
          : post('disable', { password, code: next });
      await duringTransaction(() => reset(person, newPassword()), replacing);
      expect(await sessionsOf(person)).toEqual([]);
    },
  );

  test.runIf(engine === 'postgresql')(
    'cannot be bypassed by deleting the account with the old one during a reset',
    async () => {
      const person = await call.signUp();
      const next = newPassword();
      const { password } = person;
      const remove = () => other.post('/api/auth/delete-user', { password }, bearer(person.token));
      const removed = await duringTransaction(() => reset(person, next), remove);
      expect([removed.status, await removed.json()]).toMatchObject([
        400,
        { code: 'INVALID_PASSWORD' },
      ]);
      expect((await signIn({ ...person, password: next })).status).toBe(200);
    },
  );
});
