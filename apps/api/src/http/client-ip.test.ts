// The IP address of a client behind proxies, which write it in different forms.
import { execute } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerOf, json } from '../testing/caller.ts';
import { rawRequest, sendRaw } from '../testing/raw-http.ts';
import { newAccount, startTestServer, type TestServer } from '../testing/server.ts';

const ipv4Forms = [
  '203.0.113.7',
  '203.0.113.7:40001',
  '203.0.113.7:40002',
  '::ffff:203.0.113.7',
  '[::ffff:203.0.113.7]:443',
  '"203.0.113.7:1"',
];
const ipv6Forms = ['2001:db8::1', '[2001:db8::1]', '[2001:DB8:0::1]:443', '[2001:db8::1%eth0]:444'];

// TRUST_PROXY as a number, and as addresses: the nearest proxy is on loopback, another one writes ports.
describe.each([
  ['2', ['10.0.0.1', '10.0.0.1:443']],
  [
    '127.0.0.0/8, ::1, 10.0.0.0/8',
    ['10.0.0.1', '10.0.0.1:443', '10.0.0.1:443, [::ffff:10.1.2.3]:8080'],
  ],
  ['127.0.0.1, ::1, fd00::/8', ['[fd00::1]:443']],
])('with TRUST_PROXY=%s', (trusted, behind) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ engine: 'sqlite', env: { TRUST_PROXY: trusted } });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test.each(behind)(
    'behind %s all forms of an address count as one client, and the session has the canonical form',
    async (proxies) => {
      const call = callerOf(server);
      const from = (address: string) => ({
        ...json,
        'x-forwarded-for': `6.6.6.6, ${address}, ${proxies}`,
      });
      const { email } = newAccount();
      const requestReset = async (address: string) =>
        call.post('/api/auth/request-password-reset', { email }, from(address));
      const counted = async (addresses: string[]) => {
        await execute(server.databaseUrl, 'delete from attempt');
        const responses = await Promise.all(addresses.map(requestReset));
        expect(responses.map(({ status }) => status)).toEqual(addresses.map(() => 200));
        const rows = await execute(server.databaseUrl, 'select count from attempt order by 1');
        // One row counts by e-mail address.
        return rows.map((row) => Object(row).count);
      };
      expect(await counted(ipv4Forms)).toEqual([6, 6]);
      expect(await counted([...ipv6Forms, '[2001:db8::2]:443'])).toEqual([5, 5]);
      expect(await counted(['unknown', '_hidden', 'x:443', '1.2.3.4.5:6'])).toEqual([4, 4]);
      expect(await counted(['203.0.113.7:1', '203.0.113.8:1', 'unknown'])).toEqual([1, 1, 1, 3]);

      const sessionIp = async (address: string) => {
        const signUp = await call.post('/api/auth/sign-up/email', newAccount(), from(address));
        const headers = { authorization: `Bearer ${Object(await signUp.json()).token}` };
        const sessions: unknown = await (await call.get('/api/auth/list-sessions', headers)).json();
        return Object(sessions)[0].ipAddress;
      };
      expect(await sessionIp('203.0.113.7:40001')).toBe('203.0.113.7');
      expect(await sessionIp('[2001:db8::1]:443')).toBe('2001:db8::1');
      expect(await sessionIp('[::ffff:1.2.3.4]:443')).toBe('1.2.3.4');
      expect(await sessionIp('unknown')).toBe('');
    },
  );
});

test('without TRUST_PROXY clients cannot choose their address', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const call = callerOf(server);
  const forwarded = {
    ...json,
    'x-forwarded-for': '203.0.113.7:40001',
    'x-tydo-address': '6.6.6.6',
  };
  const signUp = await call.post('/api/auth/sign-up/email', newAccount(), forwarded);
  const headers = { authorization: `Bearer ${Object(await signUp.json()).token}` };
  const [session] = Object(await (await call.get('/api/auth/list-sessions', headers)).json());
  expect(session.ipAddress).toMatch(/^(127\.0\.0\.1|::1)$/);
  const empty = ['X-Forwarded-For: ,', 'X-Forwarded-For: , ,'];
  const response = await sendRaw(
    server.url,
    rawRequest('GET /api/auth/get-session HTTP/1.1', empty),
  );
  expect(response.status).toBe(200);
});
