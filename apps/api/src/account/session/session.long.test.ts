// Our session look-up gives the same result as Better Auth's for arbitrary credentials.
import { execute, shortOrLong, sqliteOrBoth } from '@tydo/db/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { baseUrl, openTestAuth } from '../../testing/auth.ts';
import { credentials, tamperings } from '../../testing/credentials.ts';
import type { Credentials } from './credentials.ts';
import { sign } from './signature.ts';

const [current, older, foreign] = ['c', 'o', 'f'].map((letter) => letter.repeat(32)) as [
  string,
  string,
  string,
];
const cookies = [
  'tydo.session_token',
  'tydo.dont_remember',
  'tydo.session_data',
  'better-auth.session_token',
  'better-auth.dont_remember',
] as const;
const single = { secret: current, secrets: undefined };
const rotated = { secret: older, secrets: [{ version: 2, value: current }] };

const days = (count: number) => new Date(Date.now() + count * 24 * 3600_000).toISOString();
// Tokens that Better Auth would not generate; both look-ups must treat them the same.
const sessions = {
  ann: [days(7), days(6.5)],
  annDue: [days(5.9), days(3), days(0.01)],
  bob: [days(6.9)],
  expired: [days(-0.001), days(-3)],
};
const oddTokens = ['with.dot', 'with%41', 'clé', 'a b', '"quoted"', 'a+b/c=', 'x;y', 'a,b'];
const made = Object.entries(sessions).flatMap(([name, ends]) =>
  ends.map((end, place) => ({ token: `${name}${place}`.padEnd(32, 'x'), name, end })),
);
const rows = [...made, ...oddTokens.map((token) => ({ token, name: 'ann', end: days(7) }))];
const revoked = 'revoked'.padEnd(32, 'x');

describe.each(sqliteOrBoth)('the person of a session on %s', (engine) => {
  let opened: Awaited<ReturnType<typeof openTestAuth>>;
  let auths: {
    ours: typeof opened.auth;
    betterAuth: (given: Credentials) => Promise<string | null>;
    /** Whether the reference accepts cookies with legacy names. */
    acceptsLegacyCookies: boolean;
  }[];
  const results = { signedIn: 0, signedOut: 0 };

  beforeAll(async () => {
    opened = await openTestAuth(engine, single);
    const { betterAuth, auth, authWith } = opened;
    const after = authWith(rotated);
    auths = [
      {
        ours: auth,
        betterAuth: async (given) =>
          (await betterAuth.api.getSession({ headers: headersOf(given) }))?.user.id ?? null,
        acceptsLegacyCookies: false,
      },
      {
        ours: after,
        betterAuth: async (given) => {
          const headers = headersOf(given);
          const response = await after.handle(
            new Request(`${baseUrl}/api/auth/get-session`, { headers }),
          );
          return Object(await response.json())?.user?.id ?? null;
        },
        acceptsLegacyCookies: true,
      },
    ];
    await fill();
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  const fill = async () => {
    for (const name of ['ann', 'bob']) {
      await execute(
        opened.url,
        `insert into "user" (id, name, email, email_verified, created_at, updated_at)
          values ('${name}', 'x', '${name}@example.com', ${engine === 'sqlite' ? 0 : false}, '${days(0)}', '${days(0)}')`,
      );
    }
    if (engine === 'postgresql') {
      await execute(opened.url, 'alter table session drop constraint session_user_id_fkey');
      rows.push({ token: 'gone'.padEnd(32, 'x'), name: 'gone', end: days(7) });
    }
    await restore();
  };

  /** Undoes what Better Auth changes: it deletes expired sessions, and renews others. */
  const restore = () => {
    const values = rows.map(({ token, name, end }) => {
      const person = name.replace(/^expired$|Due$/, '') || 'bob';
      return `('${crypto.randomUUID()}', '${token}', '${person}', '${end}', '${days(0)}', '${days(0)}')`;
    });
    return execute(
      opened.url,
      `insert into session (id, token, user_id, expires_at, created_at, updated_at)
        values ${values.join()}
        on conflict (token) do update set expires_at = excluded.expires_at`,
    );
  };

  const compare = async (given: Credentials) => {
    for (const { ours, betterAuth, acceptsLegacyCookies } of auths) {
      if (!acceptsLegacyCookies && given.cookie?.includes('better-auth.')) continue;
      const { personId } = await ours.session(given, Date.now() + 120_000);
      expect({ given, personId }).toEqual({ given, personId: await betterAuth(given) });
      results[personId === null ? 'signedOut' : 'signedIn'] += 1;
    }
  };

  test('is the same as in Better Auth for arbitrary credentials', async () => {
    const making = {
      tokens: [...rows.map(({ token }) => token), revoked],
      secrets: [current, older, foreign],
      cookies: [...cookies],
    };
    const some = fc.array(credentials(making), { minLength: 20, maxLength: 20 });
    const check = fc.asyncProperty(some, async (all) => {
      await restore();
      for (const given of all) await compare(given);
    });
    await fc.assert(check, { numRuns: shortOrLong(4, 500) });
    expect(results.signedIn).toBeGreaterThan(results.signedOut / 10);
    expect(results.signedOut).toBeGreaterThan(results.signedIn / 10);
  });

  test('is the same as in Better Auth for credentials that were tampered with at any position', async () => {
    await restore();
    const [token = ''] = rows.map((row) => row.token);
    const another = `${cookies[0]}=${encodeURIComponent(sign('bob0'.padEnd(32, 'x'), current))}`;
    const step = shortOrLong(11, 1);
    for (const secret of [current, older]) {
      const right = sign(token, secret);
      for (let at = 0; at <= right.length; at += step) {
        const tamper = tamperings[(at / step) % tamperings.length] ?? String;
        for (const change of shortOrLong([tamper], tamperings)) {
          const text = change(right, at);
          await compare({ cookie: `${cookies[0]}=${encodeURIComponent(text)}` });
          await compare({ authorization: `Bearer ${text}`, cookie: another });
        }
      }
    }
    expect(results.signedOut).toBeGreaterThan(0);
  });
});

const headersOf = (given: Credentials): Headers => new Headers(Object.entries(given));
