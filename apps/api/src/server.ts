// The server: a port, a database, and the app. `main.ts` and the tests start it.

import type { RequestListener } from 'node:http';
import { type Database, openDatabase, type Timeouts } from '@tydo/db';
import { isLoopback } from '@tydo/schemas/loopback';
import type { Logger } from 'pino';
import { type Auth, createAuth } from './account/auth.ts';
import type { HashCost } from './account/password.ts';
import { createApp } from './app.ts';
import { createKeyedLimiter, type KeyedLimiter } from './concurrency/keyed-limiter.ts';
import {
  createHeavyWriteSemaphore,
  createLargeResponseSemaphore,
} from './concurrency/semaphores.ts';
import type { Env } from './env.ts';
import { securityHeaders } from './http/headers.ts';
import { createListener } from './http/listener.ts';
import { ownOrigins } from './http/origin.ts';
import { createReadiness, type Readiness } from './http/readiness.ts';
import { createMailer } from './mail/create-mailer.ts';
import type { Mailer } from './mail/mailer.ts';
import { startMaintenance } from './maintenance.ts';
import type { Metrics } from './observe/metrics.ts';
import { type MetricsServer, serveMetrics } from './observe/metrics-server.ts';
import { observerOf } from './observe/observer.ts';
import type { Tracing } from './observe/tracing.ts';
import { createWatches, type Watches } from './trpc/watches.ts';

export interface RunningServer {
  /** The address of the page. */
  url: string;
  /** The port that it listens on. */
  port: number;
  /** Where `/metrics` is; undefined without METRICS_PORT. */
  metricsPort: number | undefined;
  /** The database's URL or file, without a password. */
  database: string;
  /**
   * `/readyz` turns 503; when regular probes have failed three times, or after 3 s, requests in flight finish
   * within 5.5 s, mails and traces are sent within 1 s, and the database is closed.
   */
  stop: () => Promise<void>;
}

export interface ServerOptions {
  env: Env;
  log: Logger;
  /** The folder that relative paths start from. */
  baseDir: string;
  /** The output of `vite build`. */
  pageFolder: string;
  /** For tests that sign up many people. Default: secure. */
  hashCost?: HashCost;
  /** For the same tests. Default: long enough to hide whether an account exists. */
  minResponseMs?: number;
  /** Default: off. It is stopped with the server. */
  tracing?: Tracing | undefined;
  /** For tests on a busy machine. */
  timeouts?: Timeouts;
}

/**
 * Listens, opens the database, and then serves the app; until then requests get a 503. When it fails, it leaves
 * nothing running.
 *
 * @throws ConfigError when the port is taken or DATABASE_URL is wrong; and the errors of `openDatabase`.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { env, log, baseDir } = options;
  const https = env.BETTER_AUTH_URL?.startsWith('https:') ?? false;
  const listener = createListener(securityHeaders({ https }), log);
  const port = await listener.listen(env.HOST, env.PORT);
  const readiness = createReadiness();
  let db: Database | undefined;
  let mailer: Mailer | undefined;
  let watches: Watches | undefined;
  let stopMaintenance: (() => void) | undefined;
  let metricsServer: MetricsServer | undefined;
  const stop = async () => {
    stopMaintenance?.();
    watches?.close();
    await readiness.stop();
    await listener.close();
    await Promise.all([mailer?.close(), options.tracing?.stop()]);
    await db?.close();
    // Last, so that the stop can be watched.
    metricsServer?.close();
  };
  try {
    const metrics = env.METRICS_PORT === undefined ? undefined : await loadMetrics();
    if (metrics && env.METRICS_PORT !== undefined) {
      metricsServer = await serveMetrics(metrics, env.HOST, env.METRICS_PORT);
    }
    db = await openDatabase({
      url: env.DATABASE_URL,
      baseDir,
      poolSize: env.DATABASE_POOL_SIZE,
      maxOverflow: env.DATABASE_MAX_OVERFLOW,
      recycleSeconds: env.DATABASE_POOL_RECYCLE_SECONDS,
      ...(options.timeouts && { timeouts: options.timeouts }),
      log,
      observeStatement: options.tracing?.observeStatement,
    });
    mailer = await createMailer(env, baseDir, log);
    watches = createWatches(db, env.OPERATION_RETENTION_DAYS ?? null);
    const parts = { db, mailer, watches, metrics, port, readiness, refused: listener.refused };
    const { app, auth, limiter } = await buildApp(parts, options);
    listener.setHandler(app, limiter.isOverloaded);
    const retentionDays = env.OPERATION_RETENTION_DAYS;
    stopMaintenance = startMaintenance({ db, auth, retentionDays, log });
    mailer.start();
    const url = env.BETTER_AUTH_URL ?? `http://localhost:${port}`;
    return { url, port, metricsPort: metricsServer?.port, database: db.name, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const loadMetrics = async (): Promise<Metrics> =>
  (await import('./observe/metrics.ts')).createMetrics();

interface Parts {
  db: Database;
  mailer: Mailer;
  watches: Watches;
  metrics: Metrics | undefined;
  port: number;
  readiness: Readiness;
  /** How many requests were refused in an overload. */
  refused: () => number;
}

async function buildApp(
  { db, mailer, watches, metrics, port, readiness, refused }: Parts,
  { env, log, pageFolder, hashCost, minResponseMs, tracing }: ServerOptions,
): Promise<{ app: RequestListener; auth: Auth; limiter: KeyedLimiter }> {
  const origins = ownOrigins(env.BETTER_AUTH_URL, port);
  const [baseUrl] = origins;
  if (env.BETTER_AUTH_URL === undefined && !isLoopback(env.HOST)) {
    log.warn(
      'HOST is reachable from other machines, but BETTER_AUTH_URL is not set: their pages will be refused',
    );
  }
  // A third of the connections per person.
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
    requiresVerification: env.SMTP_URL !== undefined,
    isSignUpOpen: env.SIGN_UP === 'open',
    log,
  });
  await auth.migrate();
  await auth.renewSecrets();
  const largeResponses = createLargeResponseSemaphore();
  const heavyWrites = createHeavyWriteSemaphore();
  metrics?.addSources({
    pool: () => db.poolState(),
    watches: watches.count,
    refused,
    queues: {
      people: limiter.load,
      passwords: auth.passwordLoad,
      large_responses: largeResponses.load,
      heavy_writes: heavyWrites.load,
    },
  });
  const app = createApp({
    db,
    auth,
    log,
    origins,
    trustedOrigins: env.TRUSTED_ORIGINS,
    trustProxy: env.TRUST_PROXY,
    limiter,
    largeResponses,
    heavyWrites,
    watches,
    retentionDays: env.OPERATION_RETENTION_DAYS ?? null,
    pageFolder,
    observer: observerOf([...(metrics ? [metrics] : []), ...(tracing ? [tracing.observer] : [])]),
    readiness,
  });
  return { app, auth, limiter };
}
