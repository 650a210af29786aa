// The official conformance tests of MCP, at their scenarios that apply to tools without resources or prompts.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shortOrLong } from '@tydo/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOf } from '../testing/caller.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

const program = fileURLToPath(
  import.meta.resolve('@modelcontextprotocol/conformance/dist/index.js'),
);

/** Each costs a process of two CPU-seconds. */
const scenarios: [scenario: string, version: string][] = [
  ['server-stateless', '2026-07-28'],
  ...shortOrLong<[string, string][]>(
    [],
    [
      ['http-header-validation', '2026-07-28'],
      ['tools-list', '2026-07-28'],
      ['dns-rebinding-protection', '2026-07-28'],
      ['sep-2164-resource-not-found', '2026-07-28'],
      ['input-required-result-unsupported-methods', '2026-07-28'],
      ['server-initialize', '2025-11-25'],
      ['ping', '2025-11-25'],
    ],
  ),
];

/** They call a tool of the test server of the specification. */
const untestable = /^Not testable: server does not list the diagnostic tool/;

let server: TestServer;
let proxy: Awaited<ReturnType<typeof startProxy>>;
beforeAll(async () => {
  server = await startTestServer({ engine: 'sqlite' });
  proxy = await startProxy(server.url, (await callerOf(server).signUp()).bearer.authorization);
});
afterAll(async () => {
  proxy.close();
  await server[Symbol.asyncDispose]();
});

test.each(scenarios)('%s of %s passes', async (scenario, version) => {
  const output = await mkdtemp(join(tmpdir(), 'tydo-conformance-'));
  const options = ['--scenario', scenario, '--spec-version', version, '--output-dir', output];
  const child = execFile(process.execPath, [program, 'server', '--url', proxy.url, ...options]);
  // It ends with 1 where a check is not testable.
  await once(child, 'close');
  const [folder = ''] = await readdir(output);
  const checks = JSON.parse(await readFile(join(output, folder, 'checks.json'), 'utf8')) as {
    id: string;
    status: string;
    errorMessage?: string;
  }[];
  const failed = checks.filter(
    ({ status, errorMessage = '' }) => status === 'FAILURE' && !untestable.test(errorMessage),
  );
  expect(failed).toEqual([]);
  expect(checks.filter(({ status }) => status === 'SUCCESS')).not.toEqual([]);
});

/** Adds the credential, which the program cannot send, and is of our origin. */
async function startProxy(target: string, authorization: string) {
  const forward = (req: IncomingMessage, res: ServerResponse) => {
    const { origin, ...headers } = req.headers;
    const isOwn = origin !== undefined && new URL(origin).port === req.headers.host?.split(':')[1];
    const sent = request(
      new URL(req.url ?? '/', target),
      {
        method: req.method,
        headers: {
          ...headers,
          authorization,
          ...(origin === undefined ? {} : { origin: isOwn ? target : origin }),
        },
      },
      (answer) => {
        res.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(res);
      },
    );
    sent.on('error', () => res.destroy());
    req.pipe(sent);
  };
  const listening = createServer(forward).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    close() {
      listening.closeAllConnections();
      listening.close();
    },
  };
}
