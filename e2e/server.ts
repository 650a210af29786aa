// The server as a process of its own, plain or as it is deployed, for all tests of a worker.
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
  /** Where a browser finds it. */
  url: string;
  /** The newest mail to an address, waited for; of `count` of them, where that is said. */
  mailTo: (address: string, count?: number) => Promise<ReceivedMail>;
}

const main = new URL('../apps/api/src/main.ts', import.meta.url).pathname;

/**
 * The server as `npm start` starts it: over http, with its mails in its outbox.
 *
 * @param env its variables beside those that each server has.
 */
export async function startSite(env: Record<string, string> = {}): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'tydo-e2e-'));
  const child = spawn(process.execPath, [main], {
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

/** The server as it is deployed: behind a proxy that speaks https, and sending mail. */
export async function startDeployedSite(): Promise<Site> {
  await using started = new AsyncDisposableStack();
  const mailServer = started.use(await startMailServer());
  const PORT = String(await freePort());
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }]);
  const proxy = createTlsServer({ cert, key }, passOn(PORT));
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
  throw new Error('The server did not start; its reason stands above.');
}

const passOn = (port: string) => (req: IncomingMessage, res: ServerResponse) => {
  const { method, url: path, headers } = req;
  const onward = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  });
  onward.on('error', () => res.destroy());
  req.pipe(onward);
};

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  return typeof at === 'object' && at ? at.port : 0;
}

/** The server says its public address when it is ready, not its port. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return port;
}
