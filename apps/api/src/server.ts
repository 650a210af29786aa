// The running whole: a port, a database, the app. `main.ts` and the tests start it alike.

import type { RequestListener } from 'node:http';
import { type Database, openDatabase, type Timeouts } from '@tydo/db';
import { isLoopback } from '@tydo/schemas/loopback';
import type { Logger } from 'pino';
import { type Auth, createAuth } from './account/auth.ts';
import type { HashCost } from './account/password.ts';
import { createApp } from './app.ts';
import { createKeyedLimiter } from './concurrency/keyed-limiter.ts';
import type { Env } from './env.ts';
import { keepHouse } from './housekeeping.ts';
import { securityHeaders } from './http/headers.ts';
import { createListener } from './http/listener.ts';
import { ownOrigins } from './http/origin.ts';
import { createMailer } from './mail/create-mailer.ts';
import type { Mailer } from './mail/mailer.ts';

export interface RunningServer {
  /** Where people find the page. */
  url: string;
  /** The port that it listens on. */
  port: number;
  /** Where the tasks are kept, without any password. */
  database: string;
  /** Readiness turns 503; requests in flight finish, for at most 8 s; then the database is closed. */
  stop: () => Promise<void>;
}

export interface ServerOptions {
  env: Env;
  log: Logger;
  /** What relative paths start from. */
  baseDir: string;
  pageFolder: string;
  /** For tests that sign up many people. Default: what is right for passwords. */
  hashCost?: HashCost;
  /** For the same tests. Default: what hides whether there is an account. */
  minResponseMs?: number;
  /** For tests on a machine that is busy. Default: what is right for people. */
  timeouts?: Timeouts;
}

/**
 * Listens, makes the database ready, and then answers; until then callers get a 503.
 *
 * @throws ConfigError when the port is taken or DATABASE_URL cannot work, and whatever
 * `openDatabase` throws. Nothing is left running then.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { env, log, baseDir } = options;
  const https = env.BETTER_AUTH_URL?.startsWith('https:') ?? false;
  const listener = createListener(securityHeaders({ https }), log);
  const port = await listener.listen(env.HOST, env.PORT);
  let stopping = false;
  let db: Database | undefined;
  let mailer: Mailer | undefined;
  let stopHousekeeping = (): void => {};
  try {
    db = await openDatabase({
      url: env.DATABASE_URL,
      baseDir,
      poolSize: env.DATABASE_POOL_SIZE,
      maxOverflow: env.DATABASE_MAX_OVERFLOW,
      recycleSeconds: env.DATABASE_POOL_RECYCLE_SECONDS,
      ...(options.timeouts && { timeouts: options.timeouts }),
      log,
    });
    mailer = await createMailer(env, baseDir, log);
    const { app, auth } = await makeReady(db, mailer, options, port, () => stopping);
    listener.handle(app);
    stopHousekeeping = keepHouse({ db, auth, retentionDays: env.OPERATION_RETENTION_DAYS, log });
    mailer.start();
  } catch (error) {
    await listener.close();
    await mailer?.close();
    await db?.close();
    throw error;
  }
  const [opened, post] = [db, mailer];
  return {
    url: env.BETTER_AUTH_URL ?? `http://localhost:${port}`,
    port,
    database: opened.name,
    async stop() {
      stopping = true;
      stopHousekeeping();
      await listener.close();
      await post.close();
      await opened.close();
    },
  };
}

async function makeReady(
  db: Database,
  mailer: Mailer,
  { env, log, pageFolder, hashCost, minResponseMs }: ServerOptions,
  port: number,
  isStopping: () => boolean,
): Promise<{ app: RequestListener; auth: Auth }> {
  const origins = ownOrigins(env.BETTER_AUTH_URL, port);
  const [baseUrl] = origins;
  if (env.BETTER_AUTH_URL === undefined && !isLoopback(env.HOST)) {
    log.warn('HOST lets others in, but BETTER_AUTH_URL is not set: their pages will be refused');
  }
  // A third of the connections: it takes three people to use them all.
  const connections = env.DATABASE_POOL_SIZE + env.DATABASE_MAX_OVERFLOW;
  const limiter = createKeyedLimiter(Math.max(1, Math.floor(connections / 3)));
  const auth = createAuth({
    db,
    limiter,
    hashCost,
    minResponseMs,
    secret: env.BETTER_AUTH_SECRET,
    secrets: env.BETTER_AUTH_SECRETS,
    baseUrl,
    origins: [...origins, ...env.TRUSTED_ORIGINS],
    mailer,
    verifies: env.SMTP_URL !== undefined,
    log,
  });
  await auth.migrate();
  const app = createApp({
    db,
    auth,
    log,
    origins,
    trustedOrigins: env.TRUSTED_ORIGINS,
    trustProxy: env.TRUST_PROXY,
    limiter,
    pageFolder,
    isStopping,
  });
  return { app, auth };
}
