// Better Auth's signed cookie, and who has that session.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Store } from './store.ts';

/** Gives the id of the person whose session a cookie names, where it is valid. */
export function createSessions(store: Store, secret: string) {
  return async (cookies = ''): Promise<string | undefined> => {
    const value = /(?:^|; )tydo\.session_token=([^;]*)/.exec(cookies)?.[1];
    if (value === undefined) return undefined;
    const signed = decodeURIComponent(value);
    const dot = signed.lastIndexOf('.');
    const token = signed.slice(0, dot);
    const right = createHmac('sha256', secret).update(token).digest();
    const given = Buffer.from(signed.slice(dot + 1), 'base64');
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    const session = await store.session(token);
    return session && session.expires > Date.now() ? session.person : undefined;
  };
}
