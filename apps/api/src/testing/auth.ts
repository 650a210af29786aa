// Accounts without a server, and Better Auth itself beside ours, over one database: to compare them.
import { accountsOf } from '@tydo/db/accounts';
import { type Engine, openTemporaryDatabase } from '@tydo/db/testing';
import { betterAuth } from 'better-auth';
import { createPasswords } from '../account/password.ts';
import type { Secrets } from '../account/secrets.ts';
import { type AuthOptions, betterAuthOptions, createAuth } from '../auth.ts';
import { createLog } from '../log.ts';

export const baseUrl = 'http://localhost:3000';

/** With the tables made; `authWith` gives what another process with other secrets would have. */
export async function openTestAuth(engine: Engine, secrets: Secrets) {
  const { db, url, ...opened } = await openTemporaryDatabase(engine);
  const log = createLog('silent');
  const optionsWith = (own: Secrets): AuthOptions => ({
    db,
    ...own,
    baseUrl,
    origins: [baseUrl],
    mailer: { start: () => {}, send: async () => {}, close: async () => {} },
    verifies: false,
    log,
  });
  const authWith = (own: Secrets) => createAuth(optionsWith(own));
  const auth = authWith(secrets);
  await auth.migrate();
  const options = betterAuthOptions(optionsWith(secrets), accountsOf(db), createPasswords());
  return { ...opened, url, auth, authWith, theirs: betterAuth(options) };
}
