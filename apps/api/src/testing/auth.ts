// Our accounts and plain Better Auth over the same database, without a server, to compare them.
import type { Database } from '@tydo/db';
import { authDatabaseOf } from '@tydo/db/auth-database';
import { type Engine, longTimeouts, openTemporaryDatabase } from '@tydo/db/testing';
import { betterAuth } from 'better-auth';
import { type AuthOptions, createAuth } from '../account/auth.ts';
import type { BetterAuthAdapter } from '../account/better-auth-adapter.ts';
import { betterAuthOptions } from '../account/better-auth-options.ts';
import { createDeletion } from '../account/deletion.ts';
import { createDisabledAccounts } from '../account/disabled-accounts.ts';
import { createPasswords } from '../account/password.ts';
import type { Secrets } from '../account/session/secrets.ts';
import { createUsedCodes } from '../account/used-codes.ts';
import { createKeyedLimiter } from '../concurrency/keyed-limiter.ts';
import { createLog } from '../log.ts';

export const baseUrl = 'http://localhost:3000';

/** Options for `createAuth` with an open database. */
export const authOptionsOf = (db: Database, given: Partial<AuthOptions> = {}): AuthOptions => ({
  db,
  limiter: createKeyedLimiter(5),
  secret: 'x'.repeat(32),
  secrets: undefined,
  baseUrl,
  origins: [baseUrl],
  mailer: { start: () => {}, send: async () => {}, close: async () => {} },
  requiresVerification: false,
  isSignUpOpen: true,
  log: createLog('silent'),
  ...given,
});

/** Opens a database with all tables. `authWith` creates what a process with other secrets would have. */
export async function openTestAuth(engine: Engine, secrets: Secrets) {
  const { db, url, ...opened } = await openTemporaryDatabase(engine, { timeouts: longTimeouts });
  const authWith = (own: Secrets) => createAuth(authOptionsOf(db, own));
  const auth = authWith(secrets);
  await auth.migrate();
  const authDatabase = authDatabaseOf(db);
  const adapter = async (): Promise<BetterAuthAdapter> => (await plain.$context).adapter;
  const options = authOptionsOf(db, secrets);
  const passwords = createPasswords();
  const deletion = createDeletion({ authDatabase, passwords, adapter, log: options.log });
  const disabled = createDisabledAccounts(authDatabase, adapter);
  const usedCodes = createUsedCodes(authDatabase);
  const services = { authDatabase, passwords, deletion, disabled, usedCodes };
  const plain = betterAuth(betterAuthOptions(options, services));
  return { ...opened, url, auth, authWith, betterAuth: plain };
}
