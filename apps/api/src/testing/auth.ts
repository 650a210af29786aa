// Accounts without a server, and Better Auth itself beside ours, over one database: to compare them.
import type { Database } from '@tydo/db';
import { accountsOf } from '@tydo/db/accounts';
import { type Engine, longTimeouts, openTemporaryDatabase } from '@tydo/db/testing';
import { betterAuth } from 'better-auth';
import { type AuthOptions, createAuth } from '../account/auth.ts';
import { betterAuthOptions } from '../account/better-auth.ts';
import { createDeletion } from '../account/deletion.ts';
import { createPasswords } from '../account/password.ts';
import type { Rows } from '../account/rows.ts';
import type { Secrets } from '../account/session/secrets.ts';
import { createKeyedLimiter } from '../concurrency/keyed-limiter.ts';
import { createLog } from '../log.ts';

export const baseUrl = 'http://localhost:3000';

/** All that `createAuth` needs over an open database. */
export const authOptionsOf = (db: Database, given: Partial<AuthOptions> = {}): AuthOptions => ({
  db,
  limiter: createKeyedLimiter(5),
  secret: 'x'.repeat(32),
  secrets: undefined,
  baseUrl,
  origins: [baseUrl],
  mailer: { start: () => {}, send: async () => {}, close: async () => {} },
  verifies: false,
  log: createLog('silent'),
  ...given,
});

/** With the tables made; `authWith` gives what another process with other secrets would have. */
export async function openTestAuth(engine: Engine, secrets: Secrets) {
  const { db, url, ...opened } = await openTemporaryDatabase(engine, { timeouts: longTimeouts });
  const authWith = (own: Secrets) => createAuth(authOptionsOf(db, own));
  const auth = authWith(secrets);
  await auth.migrate();
  const accounts = accountsOf(db);
  const rows = async (): Promise<Rows> => (await theirs.$context).adapter;
  const options = authOptionsOf(db, secrets);
  const passwords = createPasswords();
  const deletion = createDeletion({ accounts, passwords, rows, log: options.log });
  const parts = { accounts, passwords, deletion };
  const theirs = betterAuth(betterAuthOptions(options, parts));
  return { ...opened, url, auth, authWith, theirs };
}
