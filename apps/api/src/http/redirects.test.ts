// No endpoint and no field redirects to another origin.
import { once } from 'node:events';
import express from 'express';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followLink, signUpVerified } from '../testing/account-actions.ts';
import { type Caller, callerOf } from '../testing/caller.ts';
import { type MailServer, startMailServer } from '../testing/mail-server.ts';
import { newAccount, startTestServer, type TestServer } from '../testing/server.ts';
import { guardLocation } from './location.ts';
import { isAllowedRedirect } from './redirects.ts';

const friend = 'https://friend.example';
const foreign = [
  '/..//evil.example',
  '/.//a.b',
  '/x/..//a.b',
  '/%2e//a.b',
  '/%2e%2e//a.b',
  '/%252e%252e//a.b',
  '/..//ann@evil.example:8443',
  '/..//evil.example:8443/x?y#z',
  '//evil.example',
  '/\\evil.example',
  '/..\\\\evil.example',
  '/\t/evil.example',
  '/%09/evil.example',
  '/.%5c/evil.example',
  '/%2fevil.example',
  '/%2f%2fevil.example',
  '/.%2f%2fevil.example',
  'https://evil.example',
  'HTTPS:evil.example',
  'https:/evil.example',
  'https://friend.example@evil.example',
  'https://ann@friend.example',
  'https://friend.example.evil.example',
  'https://friend.example//evil.example',
  'https://friend.example:8443',
  'http://friend.example',
  'javascript:alert(1)',
  'data:text/html,x',
  'evil.example',
  ' /verified',
];
const allowed = [
  '/',
  '/verified',
  '/verified?a=%2F%2Fb&c=https://evil.example#d//e',
  '/reset-password?x=%25#y',
  '/tasks/caf%C3%A9',
  `${friend}/x?y#z`,
  friend,
];
// The fields with a redirect target, by path of Better Auth; also where it ignores them.
const fields = {
  '/sign-up/email': ['callbackURL'],
  '/sign-in/email': ['callbackURL', 'errorCallbackURL', 'newUserCallbackURL'],
  '/send-verification-email': ['callbackURL'],
  '/request-password-reset': ['redirectTo'],
  '/change-email': ['callbackURL'],
  '/sign-out': ['callbackURL', 'redirectTo'],
  '/no-such-path': ['callbackURL'],
};

describe('a redirect target', () => {
  let mailServer: MailServer;
  let server: TestServer;
  let call: Caller;
  let known: Awaited<ReturnType<typeof signUpVerified>>;
  beforeAll(async () => {
    mailServer = await startMailServer();
    const mail = { SMTP_URL: mailServer.url, MAIL_FROM: 'tydo@example.com' };
    server = await startTestServer({
      engine: 'sqlite',
      env: { ...mail, TRUSTED_ORIGINS: friend },
    });
    call = callerOf(server);
    known = await signUpVerified(server, mailServer);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await mailServer[Symbol.asyncDispose]();
  });

  const expectRefusal = async (response: Response, of: unknown) => {
    const { code } = (await response.json().catch(() => ({}))) as { code?: string };
    const location = response.headers.get('location');
    expect([of, response.status, code, location]).toEqual([of, 403, 'FORBIDDEN', null]);
    expect(response.headers.getSetCookie()).toEqual([]);
  };

  test.each(Object.entries(fields))(
    'of another origin is refused by %s, in the body and the query, without an effect',
    async (path, ofPath) => {
      const { name, email, password } = newAccount();
      const body = { name, email, newEmail: email, password };
      for (const field of ofPath) {
        for (const page of foreign) {
          const sent = { ...body, [field]: page };
          await expectRefusal(await call.post(`/api/auth${path}`, sent, known.bearer), sent);
        }
        const [page = ''] = foreign;
        const list = { ...body, [field]: ['/verified', page] };
        await expectRefusal(await call.post(`/api/auth${path}`, list, known.bearer), list);
        const query = `?${field}=%2Fverified&${field}=${encodeURIComponent(page)}`;
        await expectRefusal(await call.post(`/api/auth${path}${query}`, body, known.bearer), query);
      }
      expect(mailServer.mailsTo(email)).toEqual([]);
    },
  );

  test.each([
    '/verify-email',
    '/reset-password/x',
    '/callback/x',
    '/error',
    '/delete-user/callback',
  ])('of another origin is refused by GET %s', async (path) => {
    for (const page of foreign) {
      for (const field of ['callbackURL', 'callback%55RL', 'errorCallbackURL']) {
        const query = `?token=x&${field}=${encodeURIComponent(page)}`;
        const response = await call.get(`/api/auth${path}${query}`);
        await expectRefusal(response, query);
        expect(response.headers.get('cache-control')).toBe('no-store');
      }
    }
  });

  test('of another origin does not use up a link', async () => {
    const account = newAccount();
    await call.post('/api/auth/sign-up/email', account);
    const { link } = await mailServer.mailTo(account.email);
    for (const page of foreign) {
      const other = link.replace('%2Fverified', encodeURIComponent(page));
      expect(await followLink(other)).toMatch(/^403 .*FORBIDDEN/);
    }
    expect(await followLink(link)).toBe('/verified');
  });

  test('of another origin does not count for the rate limit', async () => {
    const { email } = known;
    const sendMail = (callbackURL: string) =>
      call.post('/api/auth/send-verification-email', { email, callbackURL });
    for (const page of foreign) await expectRefusal(await sendMail(page), page);
    expect((await sendMail('/verified')).status).toBe(200);
  });

  test('of our own or of a trusted origin is followed', async () => {
    for (const page of [...allowed.slice(2, 3), `${friend}/x?y#z`]) {
      const account = newAccount();
      await call.post('/api/auth/sign-up/email', { ...account, callbackURL: page });
      const { link } = await mailServer.mailTo(account.email);
      expect(await followLink(link)).toBe(page);
      const failed = new URL(await followLink(link), server.url);
      expect([failed.origin, failed.search]).toEqual([
        new URL(page, server.url).origin,
        expect.stringContaining('error=INVALID_TOKEN'),
      ]);
      const response = await call.post('/api/auth/sign-in/email', {
        ...account,
        callbackURL: page,
      });
      expect([response.status, ((await response.json()) as { url: unknown }).url]).toEqual([
        200,
        page,
      ]);
    }
    for (const page of allowed)
      expect([page, isAllowedRedirect(page, [server.url, friend])]).toEqual([page, true]);
  });
});

test('an allowed target stays within its origins, however it is decoded and resolved', () => {
  const origins = ['http://localhost:3000', friend];
  const pieces = String.raw`/ // . .. %2e %2E%2e %2f %5c \ %25 %252e %09 @ : ? # x evil.example http: https: %00 ；`;
  const piece = fc.constantFrom(...pieces.split(' '), 'localhost:3000', friend, '\t', ' ');
  const text = fc.array(piece, { maxLength: 9 }).map((some) => `/${some.join('')}`);
  const allowedTargets: unknown[] = [];
  const check = (tried: string) => {
    for (const page of [tried, tried.slice(1)]) {
      if (!isAllowedRedirect(page, origins)) continue;
      allowedTargets.push(page);
      // As a browser resolves it, as Better Auth decodes it, and once more.
      let url = new URL(page, origins[0]);
      for (let times = 0; times < 3; times += 1) {
        expect([page, origins.includes(url.origin)]).toEqual([page, true]);
        const rest = url.href.slice(url.origin.length);
        url = new URL(times === 1 ? decodeURIComponent(url.pathname) : rest, url.origin);
      }
    }
  };
  const isDecodable = (tried: string) => !/%(?![\da-f]{2})/i.test(tried);
  fc.assert(fc.property(text.filter(isDecodable), check), { numRuns: 2_000 });
  expect(allowedTargets.length).toBeGreaterThan(100);
});

describe('the Location guard', () => {
  test('refuses other origins, however the header is set', async () => {
    const app = express();
    const server = 'http://localhost:3000';
    guardLocation(app, [server, friend]);
    const caught: string[] = [];
    const toOf = ({ originalUrl }: express.Request) =>
      new URL(originalUrl, server).searchParams.get('to') ?? '';
    app.get('/redirect', (req, res) => res.redirect(toOf(req)));
    app.get('/set', (req, res) => void res.set('LOCATION', toOf(req)).end());
    app.get('/append', (req, res) => void res.append('location', toOf(req)).end());
    app.get('/raw', (req, res) => void res.setHeader('Location', [toOf(req)]).end());
    app.get('/head', (req, res) => void res.writeHead(302, { location: toOf(req) }).end());
    app.use(((error, _req, res, _next) => {
      caught.push(error.message);
      res.status(500).end();
    }) satisfies express.ErrorRequestHandler);
    const listening = app.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = Object(listening.address());
    const get = (path: string, to: string) =>
      fetch(`http://127.0.0.1:${port}${path}?to=${encodeURIComponent(to)}`, { redirect: 'manual' });
    const paths = ['/redirect', '/set', '/append', '/raw', '/head'];
    for (const path of paths) {
      for (const to of ['//evil.example', 'https://evil.example/x', '\\\\evil.example', 'x:y']) {
        const response = await get(path, to);
        expect([path, to, response.status, response.headers.get('location')]).toEqual([
          path,
          to,
          500,
          null,
        ]);
        expect(caught.at(-1)).toMatch(/which is not ours/);
      }
      for (const to of ['/verified?x#y', `${friend}/x`]) {
        expect((await get(path, to)).headers.get('location')).toBe(to);
      }
    }
    listening.close();
    listening.closeAllConnections();
  });
});
