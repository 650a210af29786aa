// The duration of a response does not reveal whether an account exists.
import { engines, execute, shortOrLong } from '@tydo/db/testing';
import { describe, expect, test } from 'vitest';
import { signUpVerified } from '../../testing/account-actions.ts';
import { callerOf } from '../../testing/caller.ts';
import { startMailServer } from '../../testing/mail-server.ts';
import { newAccount, startTestServer } from '../../testing/server.ts';

const median = (times: number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;

// On one engine in the short run, because it waits a lot.
describe.each(engines.slice(0, shortOrLong(1, 2)))('on %s', (engine) => {
  test('takes the same time for known and unknown addresses', async () => {
    await using mailServer = await startMailServer();
    const env = { SMTP_URL: mailServer.url, MAIL_FROM: 'tydo@example.com' };
    await using server = await startTestServer({ engine, env, usesProductionHashCost: true });
    const call = callerOf(server);
    const [person, known] = [await signUpVerified(server, mailServer), newAccount()];
    await call.post('/api/auth/sign-up/email', known);
    const { name, password } = newAccount();
    const asked: [path: string, body: (email: string) => object][] = [
      ['request-password-reset', (email) => ({ email })],
      ['send-verification-email', (email) => ({ email })],
      ['sign-up/email', (email) => ({ email, name, password })],
      ['change-email', (newEmail) => ({ newEmail, password: person.password })],
      ['sign-in/email', (email) => ({ email, password })],
    ];
    const timeOf = async (path: string, body: object): Promise<number> => {
      const start = performance.now();
      // Only this path needs a session.
      const response = await call.post(
        `/api/auth/${path}`,
        body,
        path === 'change-email' ? person.bearer : undefined,
      );
      await response.text();
      expect(response.status).toBe(path === 'sign-in/email' ? 401 : 200);
      return performance.now() - start;
    };
    for (const [path, body] of asked) {
      const times = { known: Array.of<number>(), unknown: Array.of<number>() };
      for (let round = 0; round < shortOrLong(1, 40); round += 1) {
        // Not about the limits on attempts, which so many rounds would reach.
        await execute(server.databaseUrl, 'delete from attempt');
        times.known.push(await timeOf(path, body(known.email)));
        times.unknown.push(await timeOf(path, body(newAccount().email)));
      }
      // A timer may be a millisecond early.
      expect(Math.min(...times.known, ...times.unknown)).toBeGreaterThan(498);
      const [one, other] = [median(times.known), median(times.unknown)];
      if (shortOrLong(0, 1)) report(engine, path, one, other);
      // A single measurement says nothing on a busy machine.
      if (shortOrLong(0, 1)) expect(Math.abs(one - other)).toBeLessThan(25);
    }
  });
});

const report = (engine: string, path: string, known: number, unknown: number) =>
  process.stdout.write(
    `${engine} ${path}: known ${known.toFixed(1)} ms, unknown ${unknown.toFixed(1)} ms\n`,
  );
