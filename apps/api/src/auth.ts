// Accounts, by Better Auth: it owns its tables, we choose their names and read `user`.
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { hash, verify } from '@node-rs/argon2';
import type { Database } from '@tydo/db';
import { accountLimits, PersonName } from '@tydo/schemas/account';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { getMigrations } from 'better-auth/db/migration';
import { fromNodeHeaders } from 'better-auth/node';
import { bearer } from 'better-auth/plugins/bearer';
import pLimit from 'p-limit';
import type { Logger } from 'pino';

export interface AuthOptions {
  db: Database;
  secret: string;
  /** Where the page is served from; cookies are Secure when it is https. */
  baseUrl: string;
  /** All origins whose pages may call, our own included. */
  origins: string[];
  log: Logger;
}

export type Auth = ReturnType<typeof createAuth>;

/** The header that carries the caller's address to Better Auth: set by us, never by a caller. */
export const addressHeader = 'x-tydo-address';

/** Opens nothing and changes nothing; see `migrate`. */
export function createAuth(options: AuthOptions) {
  const { db } = options;
  const config = betterAuthOptions(options);
  const auth = betterAuth(config);
  return {
    /** Answers a request under /api/auth. @throws Refusal when the database is away. */
    handle: (request: Request): Promise<Response> =>
      db.reportingFailure(() => auth.handler(request)),

    /**
     * Whose valid session the cookie or bearer token names, if any.
     *
     * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
     */
    async personId(headers: IncomingHttpHeaders): Promise<string | null> {
      const session = await db.reportingFailure(() =>
        auth.api.getSession({ headers: fromNodeHeaders(headers) }),
      );
      return session?.user.id ?? null;
    },

    /** Makes Better Auth's tables, or what is missing of them. One process at a time does it. */
    async migrate(): Promise<void> {
      if (await isMigrated(config)) return;
      await db.alone(async () => {
        const { runMigrations } = await getMigrations(config);
        await runMigrations();
      });
    },
  };
}

async function isMigrated(config: BetterAuthOptions): Promise<boolean> {
  const { toBeCreated, toBeAdded } = await getMigrations(config);
  return toBeCreated.length === 0 && toBeAdded.length === 0;
}

function betterAuthOptions({ db, secret, baseUrl, origins, log }: AuthOptions) {
  return {
    appName: 'Tydo',
    database: db.accounts,
    secret,
    baseURL: baseUrl,
    trustedOrigins: origins,
    telemetry: { enabled: false },
    logger: { log: (level, message) => log[level]({ from: 'better-auth' }, message) },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: accountLimits.minPassword,
      maxPasswordLength: accountLimits.maxPassword,
      password: passwords(),
      revokeSessionsOnPasswordReset: true,
    },
    plugins: [bearer()],
    // What is no refusal of Better Auth's comes to us, and into our log, instead of the console.
    onAPIError: { throw: true },
    databaseHooks: { user: { create: { before: async (user) => checkName(user.name) } } },
    advanced: {
      // Said aloud, because Better Auth turns the check off by itself where NODE_ENV is test.
      disableOriginCheck: false,
      database: { generateId: () => randomUUID(), joins: true },
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    user: { fields: { ...timestamps, emailVerified: 'email_verified' } },
    session: {
      fields: {
        ...timestamps,
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
      },
    },
    account: {
      fields: {
        ...timestamps,
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
      },
    },
    verification: { fields: { ...timestamps, expiresAt: 'expires_at' } },
  } satisfies BetterAuthOptions;
}

const timestamps = { createdAt: 'created_at', updatedAt: 'updated_at' };

// Better Auth's scrypt took the whole thread pool: 40 sign-ins held every DNS look-up for 8 s.
// argon2id with the library's defaults, which are OWASP's (19 MiB, 2 passes), two at a time.
function passwords() {
  const limit = pLimit(2);
  return {
    hash: (password: string) => limit(() => hash(password)),
    verify: (given: { hash: string; password: string }) =>
      limit(() => verify(given.hash, given.password)),
  };
}

function checkName(name: string): void {
  const problem = PersonName.safeParse(name).error?.issues[0];
  if (problem)
    throw new APIError('BAD_REQUEST', { code: 'INVALID_NAME', message: problem.message });
}
