// How 200 simultaneous sign-ins delay the reads of another user. The server is a process of its own that
// shares the machine with this one.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { engines, temporaryDatabase } from '@tydo/db/testing';
import { describe, expect, test } from 'vitest';

const people = 200;
/** Between two reads. */
const readIntervalMs = 20;
const json = { 'content-type': 'application/json' };
const say = (line: string) => void process.stdout.write(`${line}\n`);

describe.each(engines)('sign-ins on %s', (engine) => {
  test(`${people} at once`, async () => {
    await using database = await temporaryDatabase(engine);
    await using server = await startServer(database.url);
    const post = (path: string, body: object, headers: Record<string, string> = json) =>
      fetch(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const signUp = async () => {
      const account = {
        name: 'Ann',
        email: `${randomUUID()}@example.com`,
        password: `a ${randomUUID()}`,
      };
      const { token } = Object(await (await post('/api/auth/sign-up/email', account)).json());
      return { ...account, token: String(token) };
    };
    const reader = await signUp();
    const headers = { ...json, authorization: `Bearer ${reader.token}` };
    const tasks = Array.from({ length: 50 }, (_, index) => ({ title: `Task ${index}` }));
    await post('/trpc/task.createMany', { tasks }, headers);
    const read = async (): Promise<Read> => {
      const start = performance.now();
      const answer = await fetch(`${server.url}/trpc/task.list`, { headers });
      await answer.arrayBuffer();
      return { took: performance.now() - start, status: answer.status };
    };
    /** Reads until `end` settles. */
    const readDuring = async (end: Promise<unknown>) => {
      const reads: Read[] = [];
      const state = { isOver: false };
      void end.finally(() => (state.isOver = true));
      for (; !state.isOver; await sleep(readIntervalMs)) reads.push(await read());
      return reads;
    };
    const accounts = await Promise.all(Array.from({ length: people }, signUp));

    await readDuring(sleep(1_000));
    say(`${engine}, without sign-ins: ${spread(await readDuring(sleep(4_000)))}`);
    const wrongPassword = { ...reader, password: 'a wrong password' };
    const batches = {
      'different accounts': accounts,
      'the same account': accounts.map(() => reader),
      'wrong passwords of one account': accounts.map(() => wrongPassword),
    };
    for (const [name, batch] of Object.entries(batches)) {
      const start = performance.now();
      const signIns = Promise.all(
        batch.map(async ({ email, password }) => {
          const answer = await post('/api/auth/sign-in/email', { email, password });
          await answer.arrayBuffer();
          return answer.status;
        }),
      );
      const reads = await readDuring(signIns);
      const seconds = ((performance.now() - start) / 1_000).toFixed(1);
      say(
        `${engine}, ${name}: ${spread(reads)}; ended after ${seconds} s: ${tally(await signIns)}`,
      );
    }
  });
});

interface Read {
  /** In milliseconds. */
  took: number;
  status: number;
}

function spread(reads: Read[]): string {
  const sorted = reads.map(({ took }) => took).toSorted((a, b) => a - b);
  const at = (part: number) => (sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(0);
  const answers = tally(reads.map(({ status }) => status));
  return `reads p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms (${answers})`;
}

function tally(statuses: number[]): string {
  const found = Object.groupBy(statuses, String);
  return Object.entries(found)
    .map(([status, all]) => `${all?.length} × ${status}`)
    .join(', ');
}

/** Starts the server as in production. */
async function startServer(databaseUrl: string): Promise<AsyncDisposable & { url: string }> {
  const main = new URL('../apps/api/src/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main], {
    env: {
      DATABASE_URL: databaseUrl,
      BETTER_AUTH_SECRET: randomUUID(),
      PORT: '0',
      LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const closed = once(child, 'close').then(() => true);
  let url: string | undefined;
  while (url === undefined) {
    if (await Promise.race([once(child.stderr, 'data').then(() => false), closed]))
      expect.fail(output);
    url = /ready: (\S+)/.exec(output)?.[1];
  }
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill();
      await closed;
    },
  };
}
