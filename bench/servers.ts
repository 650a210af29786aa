// The peers, each a process of its own on the first core; load and database keep to the others.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, devNull } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { secret } from './seed.ts';
import { cpuOf } from './usage.ts';

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const main = 'apps/api/src/main.ts';
export const tydo = file(`../${main}`);
export const reference = 'by hand';

/** Programs by name. */
export type Peers = Record<string, string>;

/** What is compared; the ratios refer to the first. */
export const peers: Peers = {
  [reference]: file('peers/by-hand/main.ts'),
  documented: file('peers/documented/main.ts'),
  Tydo: tydo,
};

/** Another version of Tydo. */
export const other = (checkout: string): Peers => ({
  'other checkout': join(isAbsolute(checkout) ? '' : process.cwd(), checkout, main),
});

/** The smallest thing that has the same libraries loaded: what a start is compared with. */
export const empty = file('peers/empty.ts');

export interface Server {
  port: number;
  pid: number;
  /** From its start until it was ready. */
  started: { seconds: number; cpu: number };
  stop: () => Promise<void>;
}

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** This process, and what it starts, leave the first core to the servers. */
export function stepAside(): boolean {
  if (!canPin) return false;
  const others = `1-${availableParallelism() - 1}`;
  return spawnSync('taskset', ['-acp', others, String(process.pid)]).status === 0;
}

/** Starts a program as its operator would, with its log in a file, and waits until it is ready. */
export async function start(
  program: string,
  databaseUrl: string,
  log: string = devNull,
  nodeArguments: string[] = [],
): Promise<Server> {
  const port = await freePort();
  const output = openSync(log, 'a');
  const command = [process.execPath, ...nodeArguments, program];
  const [name = '', ...args] = canPin ? ['taskset', '-c', '0', ...command] : command;
  const began = performance.now();
  const child = spawn(name, args, {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      BETTER_AUTH_SECRET: secret,
      HOST: '127.0.0.1',
      PORT: String(port),
    },
    stdio: ['ignore', output, output],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  await ready(child, port, log);
  const pid = child.pid ?? 0;
  return {
    port,
    pid,
    started: { seconds: (performance.now() - began) / 1_000, cpu: cpuOf(pid) },
    async stop() {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
      process.off('exit', kill);
    },
  };
}

async function ready(child: ChildProcess, port: number, log: string): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`${child.spawnargs.join(' ')} did not start: see ${log}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
