// Accounts without a server, and Better Auth itself beside ours, over one database: to compare them.
import { accountsOf } from '@tydo/db/accounts';
import { type Engine, openTemporaryDatabase } from '@tydo/db/testing';
import { betterAuth } from 'better-auth';
import { createDeletion } from '../account/deletion.ts';
import { createPasswords } from '../account/password.ts';
import type { Rows } from '../account/rows.ts';
import type { Secrets } from '../account/secrets.ts';
import { type AuthOptions, betterAuthOptions, createAuth } from '../auth.ts';
import { createLog } from '../log.ts';
import { createTurns } from '../trpc/turns.ts';

export const baseUrl = 'http://localhost:3000';

/** With the tables made; `authWith` gives what another process with other secrets would have. */
export async function openTestAuth(engine: Engine, secrets: Secrets) {
  const { db, url, ...opened } = await openTemporaryDatabase(engine);
  const inTurn = createTurns(5);
  const log = createLog('silent');
  const optionsWith = (own: Secrets): AuthOptions => ({
    db,
    inTurn,
    ...own,
    baseUrl,
    origins: [baseUrl],
    log,
  });
  const authWith = (own: Secrets) => createAuth(optionsWith(own));
  const auth = authWith(secrets);
  await auth.migrate();
  const accounts = accountsOf(db);
  const rows = async (): Promise<Rows> => (await theirs.$context).adapter;
  const deletion = createDeletion(accounts, rows, log);
  const theirs = betterAuth(
    betterAuthOptions(optionsWith(secrets), accounts, createPasswords(), deletion),
  );
  return { ...opened, url, auth, authWith, theirs };
}
