import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { engines } from '@tydo/db/testing';
import { expect, test } from 'vitest';
import { callerOf } from '../testing/caller.ts';
import { startError, startTestServer, type TestServer } from '../testing/server.ts';
import { routeClass } from './route-class.ts';

const METRICS_PORT = '0';

/** The samples of `/metrics`: their values by name and labels. */
async function samplesOf({ metricsPort }: Pick<TestServer, 'metricsPort'>) {
  const response = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const lines = (await response.text()).split('\n').filter((line) => /^[a-z]/.test(line));
  return new Map(
    lines.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}

test.each(engines)(
  '/metrics counts the calls of every door by procedure and code: %s',
  async (engine) => {
    await using server = await startTestServer({ engine, env: { METRICS_PORT } });
    const call = callerOf(server);
    const ann = await call.signUp();
    const created = await call.post(
      '/trpc/token.create',
      { name: 'Script', scopes: ['read', 'write'] },
      ann.bearer,
    );
    const program = {
      'content-type': 'application/json',
      authorization: `Bearer ${Object(await created.json()).result.data.token}`,
    };
    await call.post('/trpc/task.create', { title: 'one' }, ann.bearer);
    await call.post('/trpc/task.create?batch=1', { 0: { title: 'two' }, 1: {} }, ann.bearer);
    await call.post('/api/v1/tasks', { title: 'three' }, program);
    const tool = { name: 'task_create', arguments: { title: 'four' } };
    await call.post(
      '/mcp',
      { jsonrpc: '2.0', id: 1, method: 'tools/call', params: tool },
      { ...program, accept: 'application/json, text/event-stream' },
    );
    await call.post('/trpc/task.create', { title: 'five' });
    for (const name of ['no.such', 'hers.alone', 'constructor']) await call.get(`/trpc/${name}`);
    const samples = await samplesOf(server);
    const calls = (procedure: string, code: string) =>
      samples.get(`tydo_call_duration_seconds_count{procedure="${procedure}",code="${code}"}`);
    expect(calls('task.create', 'OK')).toBe(4);
    expect(calls('task.create', 'UNAUTHORIZED')).toBe(1);
    expect(calls('unknown', 'NOT_FOUND')).toBe(3);
    const requests = (route: string, status: number) =>
      samples.get(`tydo_request_duration_seconds_count{route="${route}",status="${status}"}`);
    expect([requests('rest', 201), requests('mcp', 200), requests('auth', 200)]).toEqual([1, 1, 1]);
    expect(samples.get('tydo_pool_size')).toBeGreaterThan(0);
    expect(samples.get('tydo_pool_waiting')).toBe(0);
    expect(samples.get('tydo_watches')).toBe(0);
    const all = [...samples.keys()].join('\n');
    for (const secret of [ann.id, ann.email, ann.token, 'no.such', 'hers.alone', 'one']) {
      expect(all).not.toContain(secret);
    }
  },
);

test('every metric that the dashboard names exists', async () => {
  await using server = await startTestServer({ engine: 'sqlite', env: { METRICS_PORT } });
  await callerOf(server).get('/trpc/task.list');
  const names = new Set([...(await samplesOf(server)).keys()].map((key) => key.split('{')[0]));
  const file = new URL('../../../../docs/operate/grafana.json', import.meta.url);
  const named = readFileSync(file, 'utf8').match(/\b(?:tydo|nodejs|process)_\w+/g) ?? [];
  expect(named.length).toBeGreaterThan(15);
  expect([...new Set(named)].filter((name) => !names.has(name))).toEqual([]);
});

test('a port of metrics that is taken stops the start, and without the variable there is none', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  expect(await startError('sqlite::memory:', { METRICS_PORT: String(port) })).toBe(
    `Tydo: Port ${port} on 127.0.0.1 is taken. Set METRICS_PORT to another one.`,
  );
  other.close();
  await using server = await startTestServer({ engine: 'sqlite' });
  expect(server.metricsPort).toBeUndefined();
  expect((await callerOf(server).get('/metrics')).headers.get('content-type')).toMatch(/html/);
});

test.each([
  ['/trpc/task.list?batch=1', 'trpc'],
  ['/TRPC/sync.watch?input=1', 'watch'],
  ['/api/v1/tasks/1', 'rest'],
  ['/feeds/secret/tasks.ics', 'feed'],
  ['/apiary', 'page'],
  ['/', 'page'],
])('%s counts as %s', (url, route) => {
  expect(routeClass(url)).toBe(route);
});
