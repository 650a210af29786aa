// The servers of the implementations, each a process on the first core; load and database use the others.
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
export const baseline = 'by hand';

/** Main files by name. */
export type Implementations = Record<string, string>;

/** What is compared; the ratios refer to the first. */
export const implementations: Implementations = {
  [baseline]: file('implementations/by-hand/main.ts'),
  documented: file('implementations/documented/main.ts'),
  Tydo: tydo,
};

/** Tydo in another checkout. */
export const otherCheckout = (checkout: string): Implementations => ({
  'other checkout': join(isAbsolute(checkout) ? '' : process.cwd(), checkout, main),
});

/** A minimal server with the same libraries, with which the start is compared. */
export const minimal = file('implementations/minimal.ts');

export interface Server {
  port: number;
  pid: number;
  /** From the start until `/readyz` was 200. */
  started: { seconds: number; cpu: number };
  stop: () => Promise<void>;
}

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** Moves this process and its children to the other cores. */
export function leaveFirstCore(): boolean {
  if (!canPin) return false;
  const others = `1-${availableParallelism() - 1}`;
  return spawnSync('taskset', ['-acp', others, String(process.pid)]).status === 0;
}

/** Starts a server as in production, with its log in a file, and waits until it is ready. */
export async function startServer(
  program: string,
  databaseUrl: string,
  log: string = devNull,
  nodeArguments: string[] = [],
): Promise<Server> {
  const port = await freePort();
  const output = openSync(log, 'a');
  const command = [process.execPath, ...nodeArguments, program];
  const [name = '', ...args] = canPin ? ['taskset', '-c', '0', ...command] : command;
  const start = performance.now();
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
  await waitUntilReady(child, port, log);
  const pid = child.pid ?? 0;
  return {
    port,
    pid,
    started: { seconds: (performance.now() - start) / 1_000, cpu: cpuOf(pid) },
    async stop() {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
      process.off('exit', kill);
    },
  };
}

async function waitUntilReady(child: ChildProcess, port: number, log: string): Promise<void> {
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
