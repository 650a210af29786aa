// The process, with a receiver of traces as OpenTelemetry's collector is one.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { temporaryDatabase } from '@tydo/db/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createLog } from '../log.ts';
import { callerOf } from '../testing/caller.ts';
import { startProcess } from '../testing/process.ts';
import { startTracing } from './tracing.ts';

const everything = { protocol: 'http/protobuf', sampler: 'always_on', ratio: 1 } as const;

interface Span {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: { key: string; value: { stringValue?: string } }[];
}

/** What it has received. */
async function startReceiver() {
  const received: { url: string | undefined; type: string | undefined; body: Buffer }[] = [];
  const receive = async (req: IncomingMessage, res: ServerResponse) => {
    const body = await buffer(req);
    received.push({ url: req.url, type: req.headers['content-type'], body });
    res.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  };
  const server = createServer((req, res) => void receive(req, res));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { received, url: `http://127.0.0.1:${port}` };
}

/** Starts a server, makes a call and some more, and stops it, which sends all spans. */
async function traced(env: Record<string, string>, nodeArguments: string[] = []) {
  await using database = await temporaryDatabase('sqlite');
  const server = startProcess({ DATABASE_URL: database.url, ...env }, nodeArguments);
  const call = callerOf({ url: await server.ready() });
  const ann = await call.signUp();
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const tracestate = 'caller=words-of-a-caller';
  const title = 'a secret wish';
  await call.post('/trpc/task.create', { title }, { ...ann.bearer, traceparent, tracestate });
  await call.get(call.query('task.get', { id: 77 }), ann.bearer);
  await call.get('/healthz');
  expect(await server.stop()).toBe(0);
  return { ann, title, written: server.written };
}

test('a call, its request and its statements are spans of one trace, without what people write', async () => {
  const { received, url } = await startReceiver();
  const { ann, title } = await traced({
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
  });
  expect(new Set(received.map((one) => `${one.url} ${one.type}`))).toEqual(
    new Set(['/v1/traces application/json']),
  );
  const text = received.map(({ body }) => body.toString()).join('\n');
  const spans = received.flatMap(({ body }) => spansIn(JSON.parse(body.toString())));
  const ofTrace = spans.filter(({ traceId }) => traceId === '0af7651916cd43dd8448eb211c80319c');
  const named = (name: string) => ofTrace.filter((span) => span.name === name);
  const [call] = named('task.create');
  expect(named('POST trpc')).toMatchObject([{ parentSpanId: 'b7ad6b7169203331' }]);
  expect(call?.parentSpanId).toBe(named('POST trpc')[0]?.spanId);
  const inserts = named('INSERT').filter(({ parentSpanId }) => parentSpanId === call?.spanId);
  expect(inserts.flatMap(({ attributes }) => attributes)).toContainEqual({
    key: 'db.query.text',
    value: { stringValue: expect.stringContaining('task') },
  });
  expect(named('COMMIT').length).toBe(1);
  const failed = spans.find(({ name }) => name === 'task.get');
  expect(failed?.attributes).toContainEqual({
    key: 'error.type',
    value: { stringValue: 'NOT_FOUND' },
  });
  expect(text).toContain('"tydo"');
  expect(text).toContain('deployment.environment.name');
  for (const secret of [title, ann.id, ann.email, ann.token, 'health', 'words-of-a-caller']) {
    expect(text).not.toContain(secret);
  }
});

test('traces are protobuf by default, and a sampler decides which', async () => {
  const { received, url } = await startReceiver();
  vi.stubEnv('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', `${url}/mine`);
  vi.stubEnv('OTEL_SERVICE_NAME', 'my-tydo');
  onTestFinished(() => void vi.unstubAllEnvs());
  const settings = { protocol: 'http/protobuf', ratio: 1, batch: {} } as const;
  for (const sampler of ['always_off', 'traceidratio', 'parentbased_always_on'] as const) {
    const tracing = await startTracing({ ...settings, sampler }, createLog('silent'));
    await tracing.observer.aroundCall(`call.${sampler}`, async () => ({ ok: true }));
    await tracing.stop();
  }
  expect(received.map((one) => `${one.url} ${one.type}`)).toEqual(
    Array(2).fill('/mine application/x-protobuf'),
  );
  const text = received.map(({ body }) => body.toString('latin1')).join('\n');
  for (const part of ['my-tydo', 'call.traceidratio', 'call.parentbased_always_on']) {
    expect(text).toContain(part);
  }
  expect(text).not.toContain('call.always_off');
});

test('a receiver that does not answer holds up neither calls nor the stop', async () => {
  const held: ServerResponse[] = [];
  const server = createServer((_req, res) => void held.push(res));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => (server.closeAllConnections(), void server.close()));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', `http://127.0.0.1:${port}`);
  vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', '600000');
  onTestFinished(() => void vi.unstubAllEnvs());
  // Without a time-out of our own, the stop would last ten minutes.
  const batch = { scheduledDelayMillis: 1, exportTimeoutMillis: 600_000 };
  const tracing = await startTracing({ ...everything, batch }, createLog('silent'));
  const call = () => tracing.observer.aroundCall('task.get', async () => ({ ok: true }));
  await call();
  await expect.poll(() => held.length).toBe(1);
  await call();
  await tracing.stop();
});

test('a receiver that cannot be reached is in the log', async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://127.0.0.1:9');
  vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', '200');
  onTestFinished(() => void vi.unstubAllEnvs());
  const logged: string[] = [];
  const log = createLog('info', { write: (line: string) => void logged.push(line) });
  const tracing = await startTracing({ ...everything, batch: { scheduledDelayMillis: 50 } }, log);
  await tracing.observer.aroundCall('task.get', async () => ({ ok: true }));
  await expect.poll(() => logged.join()).toContain('traces could not be sent');
  await tracing.stop();
});

test('without the variables, no module of OpenTelemetry is loaded', async () => {
  const watch = `import { registerHooks } from 'node:module';
    registerHooks({ load(url, context, next) {
      if (/opentelemetry|prom-client|pino-pretty/.test(url)) process.stderr.write('LOADED ' + url + '\\n');
      else if (url.includes('/observe/')) process.stderr.write('SEEN ' + url + '\\n');
      return next(url, context);
    } });`;
  const loader = ['--import', `data:text/javascript,${encodeURIComponent(watch)}`];
  const { written } = await traced({ OTEL_SERVICE_NAME: 'tydo' }, loader);
  expect(written.stderr).toContain('SEEN');
  expect(written.stderr).not.toContain('LOADED');
});

function spansIn(body: unknown): Span[] {
  const found: Span[] = [];
  JSON.parse(JSON.stringify(body), (name, value: unknown) => {
    if (name === 'spans' && Array.isArray(value)) found.push(...(value as Span[]));
    return value;
  });
  return found;
}
