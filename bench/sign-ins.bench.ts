// What 200 people who sign in at the same moment cost somebody who only reads his tasks. The server is a
// process of its own; it shares the machine with this one, which is part of what is measured.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { engines, temporaryDatabase } from '@tydo/db/testing';
import { describe, expect, test } from 'vitest';

const people = 200;
/** How long a reader waits after an answer, in milliseconds. */
const pause = 20;
const json = { 'content-type': 'application/json' };
const say = (line: string) => void process.stdout.write(`${line}\n`);

describe.each(engines)('sign-ins on %s', (engine) => {
  test(`${people} at the same moment`, async () => {
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
      const began = performance.now();
      const answer = await fetch(`${server.url}/trpc/task.list`, { headers });
      await answer.arrayBuffer();
      return { took: performance.now() - began, status: answer.status };
    };
    /** Reads until `end` is there. */
    const readDuring = async (end: Promise<unknown>) => {
      const reads: Read[] = [];
      const storm = { isOver: false };
      void end.finally(() => (storm.isOver = true));
      for (; !storm.isOver; await sleep(pause)) reads.push(await read());
      return reads;
    };
    const crowd = await Promise.all(Array.from({ length: people }, signUp));

    await readDuring(sleep(1_000));
    say(`${engine}, without a storm: ${spread(await readDuring(sleep(4_000)))}`);
    const forgetful = { ...reader, password: 'a wrong password' };
    const storms = {
      'different accounts': crowd,
      'the same account': crowd.map(() => reader),
      'wrong passwords of one account': crowd.map(() => forgetful),
    };
    for (const [name, accounts] of Object.entries(storms)) {
      const began = performance.now();
      const storm = Promise.all(
        accounts.map(async ({ email, password }) => {
          const answer = await post('/api/auth/sign-in/email', { email, password });
          await answer.arrayBuffer();
          return answer.status;
        }),
      );
      const reads = await readDuring(storm);
      const seconds = ((performance.now() - began) / 1_000).toFixed(1);
      say(`${engine}, ${name}: ${spread(reads)}; ended after ${seconds} s: ${tally(await storm)}`);
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

/** As an operator starts it. */
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
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const closed = once(child, 'close').then(() => true);
  let url: string | undefined;
  while (url === undefined) {
    if (await Promise.race([once(child.stderr, 'data').then(() => false), closed]))
      expect.fail(said);
    url = /ready: (\S+)/.exec(said)?.[1];
  }
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill();
      await closed;
    },
  };
}
