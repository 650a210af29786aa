// The cost of a session look-up: ours beside Better Auth's own, over the same database. Compare the ratios
// within one run; microseconds depend on the machine.
import { randomUUID } from 'node:crypto';
import { baseUrl, openTestAuth } from '@tydo/api/testing/auth';
import { engines } from '@tydo/db/testing';
import { expect, test } from 'vitest';

const secrets = { secret: randomUUID(), secrets: undefined };
const block = 250;

test.each(engines)('a session on %s', async (engine) => {
  await using opened = await openTestAuth(engine, secrets);
  const { auth, betterAuth } = opened;
  const account = { name: 'x', email: `${randomUUID()}@example.com`, password: randomUUID() };
  const answer = await auth.handle(
    new Request(`${baseUrl}/api/auth/sign-up/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(account),
    }),
  );
  const { token, user } = (await answer.json()) as { token: string; user: { id: string } };
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const credentials = {
    'a cookie': { cookie },
    'a bearer token': { authorization: `Bearer ${token}` },
    'a forged cookie': { cookie: cookie.replace('%3D', 'x%3D') },
  };
  for (const [credential, given] of Object.entries(credentials)) {
    const headers = new Headers(given);
    const lookUps = {
      ours: async () => (await auth.session(given, Date.now() + 4_000)).personId,
      theirs: async () => (await betterAuth.api.getSession({ headers }))?.user.id ?? null,
    };
    expect([await lookUps.ours(), await lookUps.theirs()]).toEqual(
      credential.startsWith('a forged') ? [null, null] : [user.id, user.id],
    );
    const spent = { ours: [0], theirs: [0] };
    // Alternating, so that other load on the machine affects both; the first round warms up.
    for (let round = -1; round < 15; round += 1) {
      for (const name of ['ours', 'theirs'] as const) {
        const before = process.cpuUsage();
        for (let count = 0; count < block; count += 1) await lookUps[name]();
        const { user: own, system } = process.cpuUsage(before);
        if (round >= 0) spent[name][round] = (own + system) / block;
      }
    }
    const [ours, reference] = [median(spent.ours), median(spent.theirs)];
    process.stdout.write(
      `${engine}, ${credential}: ${ours.toFixed(0)} µs of CPU, Better Auth's ${reference.toFixed(0)} µs: × ${(reference / ours).toFixed(1)}\n`,
    );
  }
});

const median = (all: number[]): number => all.toSorted((a, b) => a - b)[all.length >> 1] ?? 0;
