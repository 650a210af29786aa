// Servers for the tests. Each is run by a script (run-postgres.ts, run-pgbouncer.ts) that ends the server when
// this process ends, even by SIGKILL.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

export interface ServerProcess {
  port: number;
  /** The server's log file. */
  log: string;
  /** PostgreSQL only: stops it at once, as a crash does, and resolves when it accepts connections again. */
  restart: () => Promise<void>;
  /** Ends the server and removes its folder. */
  stop: () => Promise<void>;
}

/**
 * Starts a server on a free port of 127.0.0.1.
 *
 * @param script its file beside this one, without `.ts`. Arguments: the program, the port, `details`.
 * @throws Error when the server does not start.
 */
export async function startServerProcess(
  script: 'run-postgres' | 'run-pgbouncer',
  program: string,
  details: string,
): Promise<ServerProcess> {
  const port = await freePort();
  const path = fileURLToPath(new URL(`./${script}.ts`, import.meta.url));
  const child = spawn(process.execPath, [path, program, String(port), details], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return {
    port,
    log: await logFile(script, child),
    async restart() {
      child.stdin?.write('restart\n');
      await logFile(script, child);
    },
    async stop() {
      const exit = once(child, 'exit');
      child.stdin?.end();
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

/** The script prints it when the server accepts connections. */
async function logFile(script: string, child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const onExit = (code: number | null) =>
    reject(new Error(`${script} ended before it was ready (${code}).`));
  child.stdout?.once('data', (path) => resolve(String(path)));
  child.once('exit', onExit);
  return promise.finally(() => child.off('exit', onExit));
}
