// The running whole: a port, a database, the app. `main.ts` and the tests start it alike.
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, type Database, openDatabase } from '@tydo/db';
import type { Logger } from 'pino';
import { createApp } from './app.ts';
import { createAuth } from './auth.ts';
import type { Env } from './env.ts';
import { ownOrigins } from './http/origin.ts';

export interface RunningServer {
  /** Where a browser on this machine finds the page. */
  url: string;
  /** Lets requests in flight finish, for at most 8 s, and closes the database. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  env: Env;
  log: Logger;
  /** What relative paths in DATABASE_URL start from. */
  baseDir: string;
  pageFolder: string;
}

/**
 * Listens, makes the database ready, and then answers; until then callers get a 503.
 *
 * @throws ConfigError when the port is taken or DATABASE_URL cannot work, and whatever
 * `openDatabase` throws. Nothing is left running then.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { env, log } = options;
  let handle: RequestListener = (_req, res) => {
    res.writeHead(503, { 'Retry-After': '1' }).end();
  };
  const server = createServer(
    // A batch of 20 searches fits into a URL.
    { maxHeaderSize: 64 * 1024, requestTimeout: 30_000, headersTimeout: 15_000 },
    (req, res) => handle(req, res),
  );
  // Longer than a load balancer keeps its own end (60 s).
  server.keepAliveTimeout = 75_000;
  const port = await listen(server, env);
  let stopping = false;
  try {
    const db = await openDatabase({
      url: env.DATABASE_URL,
      baseDir: options.baseDir,
      poolSize: env.DATABASE_POOL_SIZE,
      maxOverflow: env.DATABASE_MAX_OVERFLOW,
      recycleSeconds: env.DATABASE_POOL_RECYCLE_SECONDS,
      log,
    });
    handle = await makeReady(db, options, port, () => stopping).catch(async (error: unknown) => {
      await db.close();
      throw error;
    });
    return {
      url: env.BETTER_AUTH_URL ?? `http://localhost:${port}`,
      async stop() {
        stopping = true;
        await drain(server);
        await db.close();
      },
    };
  } catch (error) {
    server.close();
    server.closeAllConnections();
    throw error;
  }
}

async function makeReady(
  db: Database,
  { env, log, pageFolder }: ServerOptions,
  port: number,
  isStopping: () => boolean,
): Promise<RequestListener> {
  const origins = ownOrigins(env.BETTER_AUTH_URL, port);
  const baseUrl = origins[0] ?? `http://localhost:${port}`;
  const auth = createAuth({
    db,
    secret: env.BETTER_AUTH_SECRET,
    baseUrl,
    origins: [...origins, ...env.TRUSTED_ORIGINS],
    log,
  });
  await auth.migrate();
  return createApp({
    db,
    auth,
    log,
    baseUrl,
    origins,
    trustedOrigins: env.TRUSTED_ORIGINS,
    trustProxy: env.TRUST_PROXY,
    pageFolder,
    isStopping,
  });
}

async function listen(server: Server, { HOST, PORT }: Env): Promise<number> {
  try {
    server.listen(PORT, HOST);
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new ConfigError(`Port ${PORT} on ${HOST} is taken. Set PORT to another one.`);
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new ConfigError(`Cannot listen on ${HOST}:${PORT} (${code}). Set HOST and PORT.`);
    }
    throw error;
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : PORT;
}

async function drain(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // Connections that a client keeps open are ended as soon as they are idle.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = sleep(8_000, undefined, { ref: false }).then(() => server.closeAllConnections());
  await Promise.race([closed, late]);
  clearInterval(idle);
}
