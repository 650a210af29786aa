// Whose sign-in waits for a code, read as Better Auth does, before it does.
import type { AuthContext } from 'better-auth';
import type { BetterAuthAdapter } from './better-auth-adapter.ts';
import { challengeCookie, challengePrefix } from './plugins/two-factor.ts';
import { cookieValue } from './session/credentials.ts';
import { signedValue } from './session/signature.ts';

type Context = Pick<AuthContext, 'createAuthCookie' | 'secret'> & { adapter: BetterAuthAdapter };

/** The id of the person whose sign-in the `challenge` in the body, or otherwise the cookie, continues; if any. */
export async function personWaiting(
  { createAuthCookie, secret, adapter }: Context,
  headers: Headers,
  { challenge }: Record<string, unknown>,
): Promise<string | undefined> {
  const cookie = headers.get('cookie') ?? undefined;
  const { name } = createAuthCookie(challengeCookie);
  const signed = typeof challenge === 'string' ? challenge : cookieValue({ cookie }, name);
  const identifier = signedValue(signed ?? '', secret);
  if (!identifier?.startsWith(challengePrefix)) return undefined;
  const where = [{ field: 'identifier', value: identifier }];
  const found = await adapter.findOne<{ value: string }>({ model: 'verification', where });
  return found?.value;
}
