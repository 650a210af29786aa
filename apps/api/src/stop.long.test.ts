// A stop in which everything takes as long as it may.
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import { connect, createServer as createTcpServer, type Server } from 'node:net';
import { shortOrLong, temporaryDatabase } from '@tydo/db/testing';
import { expect, onTestFinished, test } from 'vitest';
import { callerOf } from './testing/caller.ts';
import { startProcess } from './testing/process.ts';
import { newAccount } from './testing/server.ts';

async function portOf(server: Server | HttpServer): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

test.runIf(shortOrLong(false, true))(
  'the process exits with 0 within 10 s, though a balancer, a client, mail and the receiver of traces do not answer',
  async () => {
    await using database = await temporaryDatabase('sqlite');
    const silent = await portOf(createTcpServer());
    const receiver = await portOf(createServer(() => {}));
    const server = startProcess({
      DATABASE_URL: database.url,
      SMTP_URL: `smtp://127.0.0.1:${silent}`,
      MAIL_FROM: 'tydo@example.com',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${receiver}`,
    });
    const url = await server.ready();
    const call = callerOf({ url });
    // Its mail waits.
    expect((await call.post('/api/auth/sign-up/email', newAccount())).status).toBe(200);
    for (let asked = 0; asked < 2; asked += 1) {
      expect((await call.get('/readyz')).status).toBe(200);
    }
    const client = connect(Number(new URL(url).port), 'localhost').on('error', () => {});
    client.write('POST /trpc/task.create HTTP/1.1\r\nHost: localhost\r\n');
    client.write('Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{');
    const stoppedAt = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - stoppedAt).toBeLessThan(10_000);
  },
);
