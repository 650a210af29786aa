// A changed password: what was made with the one before ends at once, everywhere, races included.
import { randomUUID } from 'node:crypto';
import { engines, execute, lockKey, temporaryDatabase } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, callerOf, json } from '../../testing/caller.ts';
import { newAccount, startServerOn, type TestServer } from '../../testing/server.ts';

describe.each(engines)('a changed password on %s', (engine) => {
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
  const tokenIn = async (answer: Response): Promise<string> => Object(await answer.json()).token;
  const newPassword = () => `password ${randomUUID()}`;

  async function newPerson() {
    const account = newAccount();
    const answer = await call.post('/api/auth/sign-up/email', account);
    const { token, user } = (await answer.json()) as { token: string; user: { id: string } };
    return { ...account, id: user.id, token };
  }
  type Person = Awaited<ReturnType<typeof newPerson>>;

  const signIn = ({ email, password }: Pick<Person, 'email' | 'password'>, by = call) =>
    by.post('/api/auth/sign-in/email', { email, password });
  const change = (token: string, currentPassword: string, next: string, more: object = {}) =>
    call.post(
      '/api/auth/change-password',
      { currentPassword, newPassword: next, ...more },
      bearer(token),
    );
  /** With a token as the mail would bring it. */
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
  const livesAt = async (token: string, by: Caller) =>
    (await by.get('/trpc/task.counts', bearer(token))).status;
  const sessionsOf = ({ id }: Person) =>
    execute(database.url, `select token from session where user_id = '${id}'`);

  test('a change ends all other sessions on every instance, whatever the caller says', async () => {
    const person = await newPerson();
    const second = await tokenIn(await signIn(person, other));
    const next = newPassword();
    const answer = await change(person.token, person.password, next, {
      revokeOtherSessions: false,
    });
    expect(answer.status).toBe(200);
    const [cookie = ''] = answer.headers.getSetCookie();
    const third = await tokenIn(answer);
    for (const by of [call, other]) {
      expect(await livesAt(person.token, by)).toBe(401);
      expect(await livesAt(second, by)).toBe(401);
      expect(await livesAt(third, by)).toBe(200);
      const { status } = await by.get('/trpc/task.counts', { cookie: cookie.split(';')[0] ?? '' });
      expect(status).toBe(200);
    }
    expect((await signIn(person)).status).toBe(401);
    expect((await signIn({ ...person, password: next }, other)).status).toBe(200);
  });

  test('a reset ends all sessions, and the old password with them', async () => {
    const person = await newPerson();
    const next = newPassword();
    expect((await reset(person, next)).status).toBe(200);
    expect(await livesAt(person.token, other)).toBe(401);
    expect(await sessionsOf(person)).toEqual([]);
    expect((await signIn(person)).status).toBe(401);
    expect((await signIn({ ...person, password: next })).status).toBe(200);
  });

  test.each(['change', 'reset'] as const)(
    'of sign-ins with the old password that race a %s no session is left',
    async (how) => {
      const person = await newPerson();
      const next = newPassword();
      // In one line, so that some wait for their hash while the password is changed.
      const racing = [
        how === 'change' ? change(person.token, person.password, next) : reset(person, next),
        ...Array.from({ length: 5 }, () => signIn(person)),
      ];
      const answers = await Promise.all(racing);
      const changed = answers.shift();
      expect(changed?.status).toBe(200);
      for (const answer of answers) {
        expect([200, 401]).toContain(answer.status);
        if (answer.status === 200) expect(await livesAt(await tokenIn(answer), other)).toBe(401);
      }
      expect(await sessionsOf(person)).toHaveLength(how === 'change' ? 1 : 0);
    },
  );

  test('of two changes with the same password at the same moment one is done', async () => {
    const person = await newPerson();
    const second = await tokenIn(await signIn(person, other));
    const [mine, theirs] = [newPassword(), newPassword()];
    const answers = await Promise.all([
      change(person.token, person.password, mine),
      change(second, person.password, theirs),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const [right, wrong] = answers[0].status === 200 ? [mine, theirs] : [theirs, mine];
    expect(await sessionsOf(person)).toHaveLength(1);
    expect((await signIn({ ...person, password: wrong })).status).toBe(401);
    expect((await signIn({ ...person, password: right })).status).toBe(200);
  });

  /** Calls `work` while `changing` is between the statements of its transaction. */
  async function inBetween<T>(
    changing: () => Promise<Response>,
    work: () => Promise<T>,
  ): Promise<T> {
    await execute(
      database.url,
      `create or replace function linger() returns trigger language plpgsql
        as $$ begin perform pg_advisory_xact_lock(1); return null; end $$`,
    );
    await execute(
      database.url,
      'create trigger linger after delete on session for each statement execute function linger()',
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
    // It ends, or waits for the change.
    await untilWaiting(2, () => isOver);
    await lock.unlock();
    const done = await working;
    expect((await changed).status).toBe(200);
    await execute(database.url, 'drop trigger linger on session');
    return done;
  }

  // Only PostgreSQL lets somebody in between the statements of a transaction.
  test.runIf(engine === 'postgresql').each(['change', 'reset'] as const)(
    'a sign-in between the statements of a %s leaves no session',
    async (how) => {
      const person = await newPerson();
      const next = newPassword();
      const changing = () =>
        how === 'change' ? change(person.token, person.password, next) : reset(person, next);
      const signedIn = await inBetween(changing, () => signIn(person, other));
      if (signedIn.status === 200) {
        expect(await livesAt(await tokenIn(signedIn), other)).toBe(401);
      } else expect(signedIn.status).toBe(401);
      expect(await sessionsOf(person)).toHaveLength(how === 'change' ? 1 : 0);
    },
  );

  test.runIf(engine === 'postgresql')(
    'whoever knows the old one cannot delete the account while it is reset',
    async () => {
      const person = await newPerson();
      const next = newPassword();
      const { password } = person;
      const remove = () => other.post('/api/auth/delete-user', { password }, bearer(person.token));
      const removed = await inBetween(() => reset(person, next), remove);
      expect([removed.status, await removed.json()]).toMatchObject([
        400,
        { code: 'INVALID_PASSWORD' },
      ]);
      expect((await signIn({ ...person, password: next })).status).toBe(200);
    },
  );
});
