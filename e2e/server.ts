// Starts the server as its own process, plain or as it is deployed, for all tests of a worker.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mailInOutbox, type ReceivedMail, startMailServer } from '@tydo/api/testing/mail-server';
import { generate } from 'selfsigned';

export interface Site extends AsyncDisposable {
  /** The address for the browser. */
  url: string;
  /** Waits for the newest mail to an address, or until there are `count`. */
  mailTo: (address: string, count?: number) => Promise<ReceivedMail>;
}

const main = new URL('../apps/api/src/main.ts', import.meta.url).pathname;

/**
 * Starts the server as `npm start` does: over HTTP, with its mail in the outbox folder.
 *
 * @param env further environment variables.
 * @param args of the command line.
 */
export async function startSite(
  env: Record<string, string> = {},
  args: readonly string[] = [],
): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'tydo-e2e-'));
  const child = spawn(process.execPath, [main, ...args], {
    env: {
      DATABASE_URL: `sqlite:${join(folder, 'tydo.db')}`,
      BETTER_AUTH_SECRET: randomUUID(),
      PORT: '0',
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  return {
    url: await address(child),
    mailTo: (to, count) => mailInOutbox(join(folder, 'outbox'), to, count),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts the server as it is deployed: behind an HTTPS proxy, and sending mail. */
export async function startDeployedSite(): Promise<Site> {
  await using started = new AsyncDisposableStack();
  const mailServer = started.use(await startMailServer());
  const PORT = String(await freePort());
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }]);
  const proxy = createTlsServer({ cert, key }, forwardTo(PORT));
  started.defer(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const site = started.use(
    await startSite({
      PORT,
      BETTER_AUTH_URL: `https://localhost:${await listen(proxy)}`,
      TRUST_PROXY: '1',
      SMTP_URL: mailServer.url,
      MAIL_FROM: 'tydo@example.com',
    }),
  );
  const { mailTo } = mailServer;
  const all = started.move();
  return { url: site.url, mailTo, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

async function address({ stderr }: ChildProcess): Promise<string> {
  let output = '';
  for await (const text of stderr ?? []) {
    output += String(text);
    const url = /ready: (\S+)/.exec(output)?.[1];
    if (url !== undefined) {
      stderr?.resume();
      return url;
    }
  }
  throw new Error('The server did not start; see the reason above.');
}

const forwardTo = (port: string) => (req: IncomingMessage, res: ServerResponse) => {
  const { method, url: path, headers } = req;
  const forwarded = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
    res.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(res);
  });
  forwarded.on('error', () => res.destroy());
  req.pipe(forwarded);
};

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  return typeof at === 'object' && at ? at.port : 0;
}

/** The server logs its public address when it is ready, not its port, so the port is chosen here. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return port;
}
