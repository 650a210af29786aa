// A real server on a free port with a temporary database, for the tests of any package.
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, longTimeouts, preparedDatabase } from '@tydo/db/testing';
import { readEnv } from '../env.ts';
import { createLog } from '../log.ts';
import { startServer } from '../server.ts';
import { describeStartError } from '../start-error.ts';
import { serverLogs } from './server-logs.ts';

export interface TestServer extends AsyncDisposable {
  url: string;
  databaseUrl: string;
  /** Where `/metrics` is; undefined without METRICS_PORT. */
  metricsPort: number | undefined;
  /** The lines it has logged. */
  logged: string[];
  /** The folder of its mails when SMTP_URL is not set. */
  outbox: string;
}

export interface TestServerOptions {
  engine: Engine;
  /** Environment variables beside DATABASE_URL, BETTER_AUTH_SECRET and PORT. */
  env?: Record<string, string>;
  /** Hash passwords at full cost and keep the minimum response time, for tests of timing. */
  usesProductionHashCost?: boolean;
  /** Keep the database's short time-outs, for tests of them. */
  usesProductionTimeouts?: boolean;
}

/** Starts a server as `npm start` does; disposing of it stops it and removes the database. */
export async function startTestServer({
  engine,
  ...options
}: TestServerOptions): Promise<TestServer> {
  const database = await preparedDatabase(engine, 'of_server', createTables);
  const server = await startServerOn(database.url, options.env, options);
  return {
    ...server,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

async function createTables(url: string): Promise<void> {
  await (await startServerOn(url))[Symbol.asyncDispose]();
}

/** Starts a server on an existing database, which stays. @throws if the server does not start. */
export async function startServerOn(
  databaseUrl: string,
  env: Record<string, string> = {},
  {
    usesProductionHashCost,
    usesProductionTimeouts,
  }: Pick<TestServerOptions, 'usesProductionHashCost' | 'usesProductionTimeouts'> = {},
): Promise<TestServer> {
  const parsedEnv = readEnv(join(tmpdir(), 'no.env'), {
    DATABASE_URL: databaseUrl,
    BETTER_AUTH_SECRET: randomUUID(),
    PORT: '0',
    ...env,
  });
  const pageFolder = await newPageFolder();
  const logged: string[] = [];
  serverLogs.add(logged);
  const server = await startServer({
    env: parsedEnv,
    log: createLog('info', { write: (line: string) => void logged.push(line) }),
    baseDir: pageFolder,
    pageFolder,
    // Hashing at full cost takes half of the time of a sign-up.
    ...(usesProductionHashCost
      ? {}
      : { hashCost: { memoryCost: 64, timeCost: 1 }, minResponseMs: 0 }),
    ...(usesProductionTimeouts ? {} : { timeouts: longTimeouts }),
  }).catch(async (error: unknown) => {
    serverLogs.delete(logged);
    await rm(pageFolder, { recursive: true, force: true });
    throw error;
  });
  return {
    // Where it listens, which may differ from its public origin.
    url: `http://localhost:${server.port}`,
    databaseUrl,
    metricsPort: server.metricsPort,
    logged,
    outbox: /"folder":"([^"]+)"/.exec(logged.join('\n'))?.[1] ?? '',
    async [Symbol.asyncDispose]() {
      await server.stop();
      serverLogs.delete(logged);
      await rm(pageFolder, { recursive: true, force: true });
    },
  };
}

/** The message that the process prints when a start fails, without starting a process. */
export async function startError(
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<string> {
  const started = startServerOn(databaseUrl, env);
  const error = await started.then(
    (server) => server[Symbol.asyncDispose](),
    (caught: unknown) => caught,
  );
  if (error === undefined) throw new TypeError('The server started.');
  return describeStartError(error);
}

/** A folder with a page, as `vite build` leaves it. */
async function newPageFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tydo-page-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Tydo</title>');
  await writeFile(join(folder, 'sw.js'), 'void 0;');
  await writeFile(join(folder, 'manifest.webmanifest'), '{}');
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'assets/page-0a1b2c3d.js'), 'export {};');
  return folder;
}

/** The sign-up data of a new account, unique among all tests. */
export const newAccount = () => ({
  name: 'Test Person',
  email: `${randomUUID()}@example.com`,
  password: `password ${randomUUID()}`,
});
