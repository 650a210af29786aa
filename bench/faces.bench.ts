// What the other ways in cost beside tRPC, and an import of 10,000 tasks by the command line. CPU of the server's
// process, as ratios within one run. Limits: REST × 1.2, MCP × 2.5, an import 30 s, `tydo --help` 600 ms of CPU.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { engines, openDatabases } from './databases.ts';
import { median } from './load.ts';
import { tydo as server, startServer } from './servers.ts';
import { cpuOf } from './usage.ts';

const exec = promisify(execFile);
const bin = fileURLToPath(new URL('../packages/cli/bin/tydo.mjs', import.meta.url));
const say = (line: string) => void process.stdout.write(`${line}\n`);
const [rounds, block] = [5, 200];
const rows = 10_000;

/** An account, as the headers of its calls. */
async function signUp(url: string): Promise<Record<string, string>> {
  const account = { name: 'x', email: `${randomUUID()}@example.com`, password: randomUUID() };
  const json = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(account),
  });
  const { token } = (await answer.json()) as { token: string };
  return {
    ...json,
    accept: 'application/json, text/event-stream',
    authorization: `Bearer ${token}`,
  };
}

interface Sent {
  path: string;
  body?: object;
}

const toolCall = (name: string, input: object): Sent => ({
  path: '/mcp',
  body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: input } },
});
const query = (name: string, input: object): Sent => ({
  path: `/trpc/${name}?input=${encodeURIComponent(JSON.stringify(input))}`,
});

test.each(engines)('faces on %s', async (engine) => {
  await using databases = await openDatabases(engine);
  const running = await startServer(server, await databases.create('faces'));
  const url = `http://127.0.0.1:${running.port}`;
  const headers = await signUp(url);
  const send = async ({ path, body }: Sent): Promise<string> => {
    const response = await fetch(`${url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers,
      body: body ? JSON.stringify(body) : null,
    });
    const text = await response.text();
    expect(`${path} ${response.ok} ${text.slice(0, 200)}`).toContain(' true ');
    return text;
  };
  const made = await send({ path: '/api/v1/tasks', body: { title: 'Milk' } });
  const { id } = JSON.parse(made) as { id: number };
  const page = Array.from({ length: 50 }, (_, at) => ({ title: `Buy two litres of milk ${at}` }));
  await send({ path: '/api/v1/tasks/batch-create', body: { tasks: page } });

  const cases: Record<string, Record<'trpc' | 'rest' | 'mcp', Sent>> = {
    'task.get': {
      trpc: query('task.get', { id }),
      rest: { path: `/api/v1/tasks/${id}` },
      mcp: toolCall('task_get', { id }),
    },
    'task.list of 50': {
      trpc: query('task.list', { limit: 50 }),
      rest: { path: '/api/v1/tasks?limit=50' },
      mcp: toolCall('task_list', { limit: 50 }),
    },
    'task.create': {
      trpc: { path: '/trpc/task.create', body: { title: 'Milk' } },
      rest: { path: '/api/v1/tasks', body: { title: 'Milk' } },
      mcp: toolCall('task_create', { title: 'Milk' }),
    },
  };
  for (const [name, sent] of Object.entries(cases)) {
    const spent = { trpc: [0], rest: [0], mcp: [0] };
    // In turn, so that other load affects all; the first round warms up.
    for (let round = -1; round < rounds; round += 1) {
      for (const door of ['trpc', 'rest', 'mcp'] as const) {
        const before = cpuOf(running.pid);
        for (let count = 0; count < block; count += 10) {
          await Promise.all(Array.from({ length: 10 }, () => send(sent[door])));
        }
        if (round >= 0) spent[door][round] = ((cpuOf(running.pid) - before) * 1_000) / block;
      }
    }
    const [trpc, rest, mcp] = [median(spent.trpc), median(spent.rest), median(spent.mcp)];
    say(
      `${engine}, ${name}: tRPC ${trpc.toFixed(2)} ms of CPU; REST × ${(rest / trpc).toFixed(2)}, MCP × ${(mcp / trpc).toFixed(2)}`,
    );
  }

  const folder = await mkdtemp(join(tmpdir(), 'tydo-bench-'));
  const file = join(folder, 'todo.txt');
  const line = (_: unknown, at: number) =>
    `(B) 2026-11-01 Task ${at} +List${at % 20} @label${at % 30} due:2026-12-${10 + (at % 20)}\n`;
  await writeFile(file, Array.from({ length: rows }, line).join(''));
  const env = { TYDO_URL: url, TYDO_TOKEN: headers['authorization']?.slice(7) ?? '', HOME: folder };
  const [start, cpu] = [performance.now(), cpuOf(running.pid)];
  const importing = exec(process.execPath, [bin, 'import', file], { env, maxBuffer: 2 ** 26 });
  const waits: number[] = [];
  const done = importing.then(() => true);
  // The page goes on answering.
  while (!(await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 100, false))]))) {
    const asked = performance.now();
    await send(query('task.get', { id }));
    waits.push(performance.now() - asked);
  }
  const seconds = (performance.now() - start) / 1_000;
  expect(JSON.parse((await importing).stdout)).toMatchObject({ tasks: rows });
  say(
    `${engine}: an import of ${rows} tasks takes ${seconds.toFixed(1)} s, of the server's CPU ${(cpuOf(running.pid) - cpu).toFixed(1)} s; meanwhile a read waits ${median(waits).toFixed(0)} ms, at most ${Math.max(...waits).toFixed(0)} ms`,
  );
  await running.stop();
});

test('tydo --help', async () => {
  const print =
    'process.on("exit", () => process.stderr.write(JSON.stringify(process.cpuUsage())))';
  const spent: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const { stderr } = await exec(process.execPath, [
      '--import',
      `data:text/javascript,${encodeURIComponent(print)}`,
      bin,
      '--help',
    ]);
    const { user, system } = JSON.parse(stderr) as { user: number; system: number };
    spent.push((user + system) / 1_000);
  }
  say(`tydo --help: ${median(spent).toFixed(0)} ms of CPU`);
});
