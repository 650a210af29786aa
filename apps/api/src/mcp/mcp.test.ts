// /mcp over HTTP. That it gives the same data and codes as tRPC is in faces/faces.test.ts.
import { randomUUID } from 'node:crypto';
import {
  Client,
  type ClientOptions,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OlderTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Scope } from '@tydo/schemas/token';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proceduresOf } from '../faces/procedures.ts';
import { apiVersion } from '../rest/document.ts';
import { appRouter } from '../router.ts';
import { type Caller, callerOf, json } from '../testing/caller.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { instructions } from './handler.ts';
import { toolProceduresOf, toolsOf } from './tools.ts';

let server: TestServer;
let call: Caller;
let person: Awaited<ReturnType<Caller['signUp']>>;
beforeAll(async () => {
  server = await startTestServer({ engine: 'sqlite' });
  call = callerOf(server);
  person = await call.signUp();
});
afterAll(() => server[Symbol.asyncDispose]());

const accept = { accept: 'application/json, text/event-stream' };
const all = toolProceduresOf(proceduresOf(appRouter).values());

async function token(scopes: Scope[]): Promise<Record<string, string>> {
  const made = await call.post('/trpc/token.create', { name: 'x', scopes }, person.bearer);
  const { result } = (await made.json()) as { result: { data: { token: string } } };
  return { ...json, authorization: `Bearer ${result.data.token}` };
}

/** Sends a JSON-RPC message, and reads the answer, which may be an event of a stream. */
async function send(message: unknown, headers: Record<string, string> = person.bearer) {
  const response = await call.post('/mcp', message, { ...accept, ...headers });
  const text = await response.text();
  const data = /^data: (.*)$/m.exec(text)?.[1] ?? text;
  return { status: response.status, headers: response.headers, body: JSON.parse(data || 'null') };
}
const request = (method: string, params: object = {}) => ({
  jsonrpc: '2.0',
  id: 1,
  method,
  params,
});
const toolCall = (name: string, input?: object) =>
  request('tools/call', { name, ...(input && { arguments: input }) });
const resultOf = async (name: string, input?: object) =>
  (await send(toolCall(name, input))).body.result;

describe('the tools', () => {
  test('are small, and few', () => {
    const tools = toolsOf(all);
    expect(tools).toHaveLength(17);
    expect(Buffer.byteLength(JSON.stringify(tools))).toBeLessThanOrEqual(12 * 1024);
    expect(JSON.stringify(tools)).not.toMatch(
      /operationId|"direction"|pattern|\$schema|outputSchema|`/,
    );
    expect(instructions.length).toBeLessThanOrEqual(1_000);
    const byName = Object.fromEntries(tools.map((tool) => [tool.name, tool]));
    expect(byName['task_delete']).toMatchObject({
      title: 'Task delete',
      description: expect.stringContaining('operation_undo restores them.\nNOT_FOUND: '),
      annotations: {
        readOnlyHint: false,
        destructiveHint: true,
        idempotentHint: true,
        openWorldHint: false,
      },
    });
    expect(byName['task_view']?.annotations).toMatchObject({
      readOnlyHint: true,
      destructiveHint: false,
    });
    expect(byName['task_create']?.annotations).toMatchObject({ idempotentHint: false });
    expect(byName['list_create']?.inputSchema.properties?.['color']).toEqual({
      type: ['string', 'null'],
      enum: ['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'gray', null],
    });
  });

  test('are those that the credential may call', async () => {
    const names = async (headers: Record<string, string>) => {
      const { body } = await send(request('tools/list'), headers);
      return body.result.tools.map(({ name }: { name: string }) => name);
    };
    expect(await names(person.bearer)).toEqual([...all.keys()]);
    const isQuery = (name: string) => all.get(name)?.type === 'query';
    expect(await names(await token(['read']))).toEqual([...all.keys()].filter(isQuery));
    expect(await names(await token(['write']))).toEqual(
      [...all.keys()].filter((name) => !isQuery(name)),
    );
  });
});

describe('a call', () => {
  test('answers as text and as structure, and a write can be taken back', async () => {
    const created = await resultOf('task_create', { title: 'Call Bo' });
    const { operationId, ...task } = created.structuredContent;
    expect(JSON.parse(created.content[0].text)).toEqual(created.structuredContent);
    expect(operationId).toMatch(/^[\da-f-]{36}$/);
    expect((await resultOf('task_get', { id: task.id })).structuredContent).toEqual(task);
    const undone = await resultOf('operation_undo', { id: operationId });
    expect(undone.structuredContent.operation).toMatchObject({ undoes: operationId });
    expect(await resultOf('task_get', { id: task.id })).toMatchObject({
      isError: true,
      structuredContent: { code: 'NOT_FOUND', status: 404, requestId: expect.any(String) },
    });
    // Without an input.
    expect((await resultOf('label_list')).structuredContent).toEqual({ items: [] });
  });

  test('under an operationId of the caller is done once', async () => {
    const input = { title: 'once', operationId: randomUUID() };
    const first = await resultOf('task_create', input);
    expect(first.structuredContent.operationId).toBe(input.operationId);
    expect(await resultOf('task_create', input)).toEqual(first);
    expect(await resultOf('task_create', { ...input, title: 'other' })).toMatchObject({
      isError: true,
      structuredContent: { code: 'CONFLICT' },
    });
  });

  test('that is refused says why, by field', async () => {
    const { isError, structuredContent } = await resultOf('task_create', { title: ' ', x: 1 });
    expect([isError, structuredContent.code]).toEqual([true, 'BAD_REQUEST']);
    expect(structuredContent.zodError.fieldErrors).toHaveProperty('title');
  });

  test('of an unknown tool is an error of the protocol', async () => {
    for (const name of ['nothing', 'constructor', 'task.get', 'token_create']) {
      expect((await send(toolCall(name))).body.error).toMatchObject({ code: -32602 });
    }
    expect((await send(request('resources/list'))).body.error).toMatchObject({ code: -32601 });
  });
});

describe('a request', () => {
  test.each<[string, number, () => Promise<{ status: number; headers: Headers }>]>([
    ['without a credential', 401, () => send(request('initialize'), json)],
    [
      'with a cookie alone',
      401,
      () => send(request('tools/list'), { ...json, cookie: person.cookie, origin: server.url }),
    ],
    [
      'from a page of another origin',
      403,
      () => send(request('tools/list'), { ...person.bearer, origin: 'https://evil.example' }),
    ],
    ['of text', 415, () => send('x', { ...person.bearer, 'content-type': 'text/plain' })],
    ['by GET', 405, () => call.get('/mcp', { ...accept, ...person.bearer })],
    ['by DELETE', 405, () => fetch(`${server.url}/mcp`, { method: 'DELETE' })],
    ['by OPTIONS', 204, () => fetch(`${server.url}/mcp`, { method: 'OPTIONS' })],
    ['to another path', 404, () => call.post('/mcp/x', request('tools/list'), person.bearer)],
  ])('%s gets %i', async (_name, expected, sent) => {
    const { status, headers } = await sent();
    expect(status).toBe(expected);
    if (status === 401) expect(headers.get('www-authenticate')).toBe('Bearer realm="tydo"');
    if (status === 405 || status === 204) expect(headers.get('allow')).toBe('POST');
  });

  test('that is not JSON gets −32700', async () => {
    const { status, body } = await send('{');
    expect([status, body.error.code]).toEqual([400, -32700]);
  });

  test('for a write without its scope gets 403, and nothing is done', async () => {
    const reading = await token(['read']);
    const { status, body, headers } = await send(toolCall('task_create', { title: 5 }), reading);
    expect([status, body.scope]).toEqual([403, 'write']);
    expect(headers.get('www-authenticate')).toContain('scope="write"');
  });
});

describe('a client', () => {
  /** Where it connects to, and with what. */
  async function connection() {
    const { authorization = '' } = await token(['read', 'write']);
    const options = { requestInit: { headers: { authorization } } };
    return [new URL(`${server.url}/mcp`), options] as const;
  }
  const info = { name: 'test', version: '1.0.0' };
  const created = { name: 'task_create', arguments: { title: 'By a client' } };

  test.each<[string, ClientOptions]>([
    ['in its default mode', {}],
    ['that finds the version out', { versionNegotiation: { mode: 'auto' } }],
    ['of one version', { versionNegotiation: { mode: { pin: '2026-07-28' } } }],
  ])('%s connects, lists, calls, and reads the instructions', async (_name, options) => {
    const client = new Client(info, options);
    await client.connect(new StreamableHTTPClientTransport(...(await connection())));
    expect(client.getServerVersion()).toEqual({ name: 'tydo', title: 'Tydo', version: apiVersion });
    expect(client.getInstructions()).toBe(instructions);
    expect((await client.listTools()).tools).toHaveLength(17);
    const { structuredContent } = await client.callTool(created);
    expect(structuredContent).toMatchObject({ title: 'By a client' });
    await client.close();
  });

  test('of the older library (v1) does the same', async () => {
    const client = new OlderClient(info);
    await client.connect(new OlderTransport(...(await connection())));
    expect(client.getServerVersion()).toEqual({ name: 'tydo', title: 'Tydo', version: apiVersion });
    expect(client.getInstructions()).toBe(instructions);
    expect((await client.listTools()).tools).toHaveLength(17);
    const { structuredContent } = await client.callTool(created);
    expect(structuredContent).toMatchObject({ title: 'By a client' });
    await client.ping();
    await client.close();
  });
});
