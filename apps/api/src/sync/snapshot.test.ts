import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOf } from '../testing/caller.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ engine: 'sqlite', env: { OPERATION_RETENTION_DAYS: '90' } });
});
afterAll(() => server[Symbol.asyncDispose]());

test('a snapshot is of all rows, says how long operations are kept, and is compressed', async () => {
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  for (let round = 0; round < 10; round += 1) {
    const tasks = Array.from({ length: 100 }, (_, at) => ({ title: `task ${round} ${at}` }));
    expect((await call.post('/trpc/task.createMany', { tasks }, bearer)).status).toBe(200);
  }
  const plain = await read('/trpc/sync.snapshot', { ...bearer, 'accept-encoding': 'identity' });
  const gzip = await read('/trpc/sync.snapshot', { ...bearer, 'accept-encoding': 'gzip, br' });
  const { data } = JSON.parse(plain.body.toString()).result;
  expect(data).toMatchObject({ seq: 10, retentionDays: 90, nextCursor: null });
  expect(data.rows).toHaveLength(1_000);
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(gzip.headers).toMatchObject({ 'content-encoding': 'gzip' });
  for (const { headers } of [plain, gzip]) expect(headers.vary).toMatch(/accept-encoding/i);
  expect(gzip.body.length * 3).toBeLessThan(plain.body.length);
  const fetched = await call.get('/trpc/sync.snapshot', bearer);
  expect(await fetched.text()).toBe(plain.body.toString());
});

test('a small answer is not compressed, and neither is one of /api/auth', async () => {
  const { bearer } = await callerOf(server).signUp();
  for (const path of ['/trpc/task.list', '/api/auth/get-session']) {
    const { headers } = await read(path, { ...bearer, 'accept-encoding': 'gzip' });
    expect(headers['content-encoding']).toBeUndefined();
  }
});

/** The answer as it was sent: `fetch` would decompress it. */
async function read(path: string, headers: Record<string, string>) {
  const req = request(`${server.url}${path}`, { headers });
  const res = await new Promise<IncomingMessage>((resolve, reject) => {
    req.on('response', resolve).on('error', reject).end();
  });
  const chunks: Buffer[] = [];
  for await (const chunk of res) chunks.push(chunk);
  return { headers: res.headers, body: Buffer.concat(chunks) };
}
