// Plain HTTP requests to a test's server, for tests of what goes over the wire.
import { ErrorData } from '@tydo/schemas/error';
import { newAccount, type TestServer } from './server.ts';

export const json = { 'content-type': 'application/json' };

export type Caller = ReturnType<typeof callerOf>;

export function callerOf({ url }: Pick<TestServer, 'url'>) {
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, { headers, redirect: 'manual' });
  const post = (path: string, body?: unknown, headers: Record<string, string> = json) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers,
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    get,
    post,

    /** The path and query string of a tRPC query. */
    query: (name: string, input: unknown) =>
      `/trpc/${name}?input=${encodeURIComponent(JSON.stringify(input))}`,

    /** Creates an account and a session, as a token and as a cookie. Only without SMTP. */
    async signUp(account = newAccount()) {
      const response = await post('/api/auth/sign-up/email', account);
      const { token, user } = (await response.json()) as { token: string; user: { id: string } };
      const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      const bearer = { ...json, authorization: `Bearer ${token}` };
      return { ...account, id: user.id, token, bearer, cookie };
    },

    async count(bearer: Record<string, string>): Promise<unknown> {
      const response = await get('/trpc/task.counts', bearer);
      return ((await response.json()) as { result: { data: unknown } }).result.data;
    },
  };
}

/** The error data in a tRPC response, parsed as the typed clients do. */
export async function refusalIn(response: Response): Promise<ErrorData> {
  const body = (await response.json()) as { error: { data: unknown } };
  return ErrorData.parse(body.error.data);
}

/** The error data of every failed call in a batch. */
export function refusalsIn(text: string): ErrorData[] {
  const found: ErrorData[] = [];
  JSON.parse(text, (name, value) => {
    if (name === 'error') found.push(ErrorData.parse(value.data));
    return value;
  });
  return found;
}
