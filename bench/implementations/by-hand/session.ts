// Verifies Better Auth's signed cookie and looks up its session.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Store } from './store.ts';

/** Returns the user's id of a cookie with a valid session. */
export function createSessions(store: Store, secret: string) {
  return async (cookies = ''): Promise<string | undefined> => {
    const value = /(?:^|; )tydo\.session_token=([^;]*)/.exec(cookies)?.[1];
    if (value === undefined) return undefined;
    const signed = decodeURIComponent(value);
    const dot = signed.lastIndexOf('.');
    const token = signed.slice(0, dot);
    const expected = createHmac('sha256', secret).update(token).digest();
    const given = Buffer.from(signed.slice(dot + 1), 'base64');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const session = await store.session(token);
    return session && session.expires > Date.now() ? session.person : undefined;
  };
}
