// The site as it is deployed: behind a proxy that speaks https.
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { generate } from 'selfsigned';
import { askForAccount, test as base, expect, newAccount, tasks } from './fixtures.ts';

const test = base.extend<object, { serverEnv: Record<string, string> }>({
  serverEnv: [
    async ({}, use) => {
      const PORT = String(await freePort());
      const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }]);
      const proxy = createTlsServer({ cert, key }, passOn(PORT));
      const BETTER_AUTH_URL = `https://localhost:${await listen(proxy)}`;
      await use({ PORT, BETTER_AUTH_URL, TRUST_PROXY: '1' });
      proxy.closeAllConnections();
      proxy.close();
    },
    { scope: 'worker' },
  ],
  ignoreHTTPSErrors: true,
});

test('over https, the browser keeps the session where no script and no http gets at it', async ({
  page,
  context,
}) => {
  await page.goto('/sign-up');
  await askForAccount(page, 'Ann', newAccount());
  await expect(tasks(page)).toBeVisible();
  expect(await context.cookies()).toEqual([
    expect.objectContaining({
      name: '__Secure-tydo.session_token',
      domain: 'localhost',
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
    }),
  ]);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  await page.reload();
  await expect(tasks(page)).toBeVisible();
});

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
  return Number(Object(server.address()).port);
}

/** The server says its public address when it is ready, not its port. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return port;
}
