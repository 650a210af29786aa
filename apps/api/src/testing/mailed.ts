// People at a server that sends mail: what they do with the links.
import { expect } from 'vitest';
import { type Caller, callerOf, json } from './caller.ts';
import type { Inbox } from './inbox.ts';
import { newAccount, type TestServer } from './server.ts';

type Account = ReturnType<typeof newAccount>;
export type Bearer = Record<string, string>;

/** Where a mailed link leads, without following it. */
export async function follow(link: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(link, { headers, redirect: 'manual' });
  const location = answer.headers.get('location') ?? `${answer.status} ${await answer.text()}`;
  return location.replace(new URL(link).origin, '');
}

export const signIn = (call: Caller, { email, password }: Omit<Account, 'name'>) =>
  call.post('/api/auth/sign-in/email', { email, password });

/** @returns the headers of a session. */
export async function bearerOf(answer: Response): Promise<Bearer> {
  const text = await answer.text();
  expect([answer.status, text]).toEqual([200, text]);
  return { ...json, authorization: `Bearer ${JSON.parse(text).token}` };
}

/** What the server says of whoever has this session. */
export async function userOf(call: Caller, bearer: Bearer): Promise<Record<string, unknown>> {
  const session: unknown = await (await call.get('/api/auth/get-session', bearer)).json();
  return Object(session).user;
}

/** Somebody new who has opened the link in the mail, signed in. */
export async function newVerified(
  server: TestServer,
  inbox: Inbox,
): Promise<Account & { bearer: Bearer }> {
  const [call, account] = [callerOf(server), newAccount()];
  expect((await call.post('/api/auth/sign-up/email', account)).status).toBe(200);
  expect(await follow((await inbox.mailTo(account.email)).link)).toBe('/verified');
  return { ...account, bearer: await bearerOf(await signIn(call, account)) };
}
