// The person of `npm run seed`. The account is made and signed in to by Better Auth, as a caller would.
import { ConfigError, type Database } from '@tydo/db';
import { AccountRefusal, SignedIn } from '@tydo/schemas/account';
import type { Logger } from 'pino';
import { type Auth, createAuth } from '../account/auth.ts';
import { createKeyedLimiter } from '../concurrency/keyed-limiter.ts';
import type { Env } from '../env.ts';

/** Development data: the password is public. Not the address of the README's examples. */
export const signIn = { email: 'sam@example.com', password: 'correct horse battery' };

/**
 * The id of the person; the account is made where it is missing.
 *
 * @throws ConfigError where it has another password by now.
 */
export async function personId(
  db: Database,
  env: Env,
  log: Logger,
): Promise<{ id: string; isNew: boolean }> {
  const baseUrl = 'http://localhost';
  const auth = createAuth({
    db,
    limiter: createKeyedLimiter(1),
    secret: env.BETTER_AUTH_SECRET,
    secrets: env.BETTER_AUTH_SECRETS,
    baseUrl,
    origins: [baseUrl],
    mailer: { start: () => {}, send: async () => {}, close: async () => {} },
    requiresVerification: false,
    isSignUpOpen: true,
    log,
  });
  await auth.migrate();
  const post = postTo(auth, baseUrl);
  const signedUp = SignedIn.safeParse(await post('/sign-up/email', { name: 'Sam', ...signIn }));
  const answer = signedUp.success ? signedUp.data : await post('/sign-in/email', signIn);
  const signedIn = SignedIn.safeParse(answer);
  const id = signedIn.data?.user?.id;
  if (id === undefined) {
    const { data: refusal } = AccountRefusal.safeParse(answer);
    throw new ConfigError(
      `${signIn.email} could not sign in (${refusal?.message ?? 'no reason given'}): its password may have been changed. Delete the account on the page, then seed again.`,
    );
  }
  // The session was only needed for the id.
  await post('/sign-out', {}, signedIn.data?.token);
  return { id, isNew: signedUp.success };
}

const postTo =
  (auth: Auth, baseUrl: string) =>
  async (path: string, body: object, token?: string): Promise<unknown> => {
    const request = new Request(`${baseUrl}/api/auth${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    return (await auth.handle(request)).json();
  };
