// A real server on a free port, over a throw-away database, for the tests of any package.
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, longTimeouts, temporaryDatabase } from '@tydo/db/testing';
import { readEnv } from '../env.ts';
import { createLog } from '../log.ts';
import { startServer } from '../server.ts';
import { describeStartError } from '../start-error.ts';
import { runningLogs } from './running-logs.ts';

export interface TestServer extends AsyncDisposable {
  url: string;
  /** The database it runs on. */
  databaseUrl: string;
  /** The lines it has logged. */
  logged: string[];
  /** Where its mails are, without SMTP_URL. */
  outbox: string;
}

export interface TestServerOptions {
  engine: Engine;
  /** Variables beside DATABASE_URL, BETTER_AUTH_SECRET and PORT. */
  env?: Record<string, string>;
  /** Whether passwords are hashed as for people, and answers wait, for tests about the time that this takes. */
  hashesForLong?: boolean;
  /** Whether the database may take no longer than for people, for tests about that. */
  hasRealTimeouts?: boolean;
}

/** Started as `npm start` starts it; disposing of it stops it and removes the database. */
export async function startTestServer({
  engine,
  ...options
}: TestServerOptions): Promise<TestServer> {
  const database = await temporaryDatabase(engine);
  const server = await startServerOn(database.url, options.env, options);
  return {
    ...server,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** The same over a database that exists and stays. @throws whatever keeps it from starting. */
export async function startServerOn(
  databaseUrl: string,
  env: Record<string, string> = {},
  {
    hashesForLong,
    hasRealTimeouts,
  }: Pick<TestServerOptions, 'hashesForLong' | 'hasRealTimeouts'> = {},
): Promise<TestServer> {
  const read = readEnv(join(tmpdir(), 'no.env'), {
    DATABASE_URL: databaseUrl,
    BETTER_AUTH_SECRET: randomUUID(),
    PORT: '0',
    ...env,
  });
  const pageFolder = await newPage();
  const logged: string[] = [];
  runningLogs.add(logged);
  const server = await startServer({
    env: read,
    log: createLog('info', { write: (line: string) => void logged.push(line) }),
    baseDir: pageFolder,
    pageFolder,
    // Half of what a person costs who signs up, in tests that are about something else.
    ...(hashesForLong ? {} : { hashCost: { memoryCost: 64, timeCost: 1 }, minResponseMs: 0 }),
    ...(hasRealTimeouts ? {} : { timeouts: longTimeouts }),
  }).catch(async (error: unknown) => {
    runningLogs.delete(logged);
    await rm(pageFolder, { recursive: true, force: true });
    throw error;
  });
  return {
    // Where it listens, whatever its public origin is.
    url: `http://localhost:${server.port}`,
    databaseUrl,
    logged,
    outbox: /"folder":"([^"]+)"/.exec(logged.join('\n'))?.[1] ?? '',
    async [Symbol.asyncDispose]() {
      await server.stop();
      runningLogs.delete(logged);
      await rm(pageFolder, { recursive: true, force: true });
    },
  };
}

/** What whoever starts it is told of a start that fails: as the process does, without its cost. */
export async function refusedStart(
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<string> {
  const started = startServerOn(databaseUrl, env);
  const error = await started.then(
    (server) => server[Symbol.asyncDispose](),
    (caught: unknown) => caught,
  );
  if (error === undefined) throw new TypeError('It started.');
  return describeStartError(error);
}

/** A page as `vite build` leaves one. */
async function newPage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tydo-page-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Tydo</title>');
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'assets/page-0a1b2c3d.js'), 'export {};');
  return folder;
}

/** An account that no other test has. */
export const newAccount = () => ({
  name: 'Test Person',
  email: `${randomUUID()}@example.com`,
  password: `password ${randomUUID()}`,
});
