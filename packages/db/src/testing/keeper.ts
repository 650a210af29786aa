// Servers of the tests' own. Each is run by a script, its keeper, which ends it with this process,
// however this process ends.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

export interface Kept {
  port: number;
  /** The file that the server writes its log to. */
  log: string;
  /** Ends the server and removes its folder. */
  stop: () => Promise<void>;
}

/**
 * @param name the keeper's file beside this one, without `.ts`.
 * @param program its first argument.
 * @param details its third; the second is a free port of 127.0.0.1.
 * @throws Error when the server does not start.
 */
export async function keep(name: string, program: string, details: string): Promise<Kept> {
  const port = await freePort();
  const script = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const keeper = spawn(process.execPath, [script, program, String(port), details], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return {
    port,
    log: await ready(name, keeper),
    async stop() {
      const exit = once(keeper, 'exit');
      keeper.stdin?.end();
      await exit;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function ready(name: string, keeper: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  keeper.stdout?.once('data', (path) => resolve(String(path)));
  keeper.once('exit', (code) => reject(new Error(`${name} ended before it was ready (${code}).`)));
  return promise;
}
