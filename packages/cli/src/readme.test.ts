// The examples of the README run as they stand there, on a server at another port.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { newAccount, startTestServer, type TestServer } from '@tydo/api/testing';
import { createTydoClient } from '@tydo/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './testing/run.ts';

const rootFile = (path: string) => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');

let server: TestServer;
let token: string;
let client: ReturnType<typeof createTydoClient>;
let blocks: { language: string; text: string }[];
beforeAll(async () => {
  server = await startTestServer({ engine: 'sqlite' });
  client = createTydoClient({ url: server.url });
  await client.signUp(newAccount());
  const made = await client.tokens.create.mutate({ name: 'README', scopes: ['read', 'write'] });
  ({ token } = made);
  const { host } = new URL(server.url);
  const readme = (await rootFile('README.md')).replaceAll('localhost:3000', host);
  blocks = [...readme.matchAll(/```(\w+)\n(.*?)```/gs)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
});
afterAll(() => server[Symbol.asyncDispose]());

const blocksOf = (language: string, part: string): string[] => {
  const found = blocks
    .filter((block) => block.language === language && block.text.includes(part))
    .map(({ text }) => text);
  expect(found).not.toEqual([]);
  return found;
};

test('the commands of the command line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tydo-readme-'));
  await client.task.createMany.mutate({
    tasks: Array.from({ length: 42 }, (_, at) => ({ title: `Buy milk ${at}` })),
  });
  await writeFile(
    join(folder, 'todoist.zip'),
    await rootFile('packages/exchange/src/cases/todoist.csv'),
  );
  const [text = ''] = blocksOf('sh', 'tydo login');
  const commands = text
    .split('\n')
    .flatMap((line) => line.replace(/ # .*/, '').split(' && '))
    .filter((line) => line.trim() !== '');
  for (const command of commands) {
    const [, ...words] = command.trim().match(/"[^"]*"|\S+/g) ?? [];
    const args = words.map((word) =>
      /\.(zip|ics)$/.test(word) ? join(folder, word) : word.replaceAll('"', ''),
    );
    const { exit, stderr } = await run(args, { env: { XDG_CONFIG_HOME: folder }, stdin: token });
    expect([command, exit, exit === 0 ? '' : stderr]).toEqual([command, 0, '']);
  }
});

test('the calls of REST and tRPC', async ({ skip }) => {
  const bash = (script: string) =>
    promisify(execFile)('bash', ['-ec', script], {
      // oxlint-disable-next-line node/no-process-env -- Where curl is.
      env: { PATH: process.env['PATH'], TOKEN: token },
    });
  await bash('curl --version').catch(() => skip('curl is not installed'));
  for (const script of blocksOf('sh', 'curl')) {
    const { stdout } = await bash(script.replaceAll('curl -s', 'curl -sf'));
    expect(stdout).toMatch(/^\{/);
  }
  expect(await client.task.get.query({ id: 'call-bo' })).toMatchObject({ completed: true });
});

test('the settings of an assistant', async () => {
  const [text = ''] = blocksOf('json', 'mcpServers');
  const { mcpServers } = JSON.parse(text.replace('tydo_pat_…', token)) as {
    mcpServers: { tydo: { url: string; headers: Record<string, string> } };
  };
  const { url, headers } = mcpServers.tydo;
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      ...headers,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
  });
  expect([answer.status, await answer.text()]).toEqual([
    200,
    expect.stringContaining('task_create'),
  ]);
});
