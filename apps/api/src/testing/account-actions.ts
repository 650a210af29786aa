// What people do with their accounts: sign up, sign in, follow mailed links.
import { expect } from 'vitest';
import { type Caller, callerOf, json } from './caller.ts';
import type { MailServer } from './mail-server.ts';
import { newAccount, type TestServer } from './server.ts';

type Account = ReturnType<typeof newAccount>;
export type Bearer = Record<string, string>;

/** Opens a mailed link, and returns where it redirects to. */
export async function followLink(
  link: string,
  headers: Record<string, string> = {},
): Promise<string> {
  const response = await fetch(link, { headers, redirect: 'manual' });
  const location =
    response.headers.get('location') ?? `${response.status} ${await response.text()}`;
  return location.replace(new URL(link).origin, '');
}

export const signIn = (call: Caller, { email, password }: Omit<Account, 'name'>) =>
  call.post('/api/auth/sign-in/email', { email, password });

/** The bearer headers for the session in a sign-up or sign-in response. */
export async function bearerOf(response: Response): Promise<Bearer> {
  const text = await response.text();
  expect([response.status, text]).toEqual([200, text]);
  return { ...json, authorization: `Bearer ${JSON.parse(text).token}` };
}

/** The user of a session. */
export async function userOf(call: Caller, bearer: Bearer): Promise<Record<string, unknown>> {
  const session: unknown = await (await call.get('/api/auth/get-session', bearer)).json();
  return Object(session).user;
}

/** Creates an account, verifies its address by the mailed link, and signs in. */
export async function signUpVerified(
  server: TestServer,
  mailServer: MailServer,
): Promise<Account & { bearer: Bearer }> {
  const [call, account] = [callerOf(server), newAccount()];
  expect((await call.post('/api/auth/sign-up/email', account)).status).toBe(200);
  expect(await followLink((await mailServer.mailTo(account.email)).link)).toBe('/verified');
  return { ...account, bearer: await bearerOf(await signIn(call, account)) };
}
