// Commands against a real server.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { newAccount, startTestServer, type TestServer } from '@tydo/api/testing';
import { createTydoClient } from '@tydo/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunOptions, run } from './testing/run.ts';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startTestServer({ engine: 'sqlite' });
  folder = await mkdtemp(join(tmpdir(), 'tydo-cli-'));
});
afterAll(() => server[Symbol.asyncDispose]());

/** A person, by the environment of their commands. */
async function newPerson() {
  const client = createTydoClient({ url: server.url });
  await client.signUp(newAccount());
  const env = { TYDO_URL: server.url, TYDO_TOKEN: client.token ?? '' };
  const tydo = (args: string[], options: RunOptions = {}) => run(args, { ...options, env });
  const json = async (...args: string[]) =>
    JSON.parse((await tydo(args)).stdout) as Record<string, never>;
  return { client, env, tydo, json };
}

test('a day of a task: add, ls, edit, done, reopen, undo, rm', async () => {
  const { client, tydo, json } = await newPerson();
  await client.list.create.mutate({ id: 'home', name: 'Home' });
  await client.section.create.mutate({ id: 'yard', listId: 'home', name: 'Yard' });
  const added = await tydo([
    'add',
    'Call',
    'Bo',
    'tomorrow 9am #Home /Yard @phone @new p1 #42 #nowhere',
  ]);
  expect(added.stderr).toBe('There is no nowhere: it is a part of the title.\n');
  const task = JSON.parse(added.stdout) as { id: number };
  expect(task).toMatchObject({
    title: 'Call Bo #42 #nowhere',
    listId: 'home',
    sectionId: 'yard',
    priority: 1,
  });
  expect((await client.label.list.query()).items.map(({ name }) => name)).toEqual(['phone', 'new']);
  const id = String(task.id);
  expect(await json('add', '--', 'Buy --milk')).toMatchObject({ title: 'Buy --milk' });
  expect(await json('ls', 'call')).toMatchObject({ items: [{ id: task.id }], nextCursor: null });
  expect(await json('ls', '--all', '--limit', '1')).toMatchObject({ items: { length: 2 } });
  expect(await json('edit', id, '--title', 'Call Ann', '--no-due')).toMatchObject({
    title: 'Call Ann',
    due: null,
  });
  expect(await json('done', id)).toMatchObject({ items: [{ completed: true }] });
  expect(await json('ls', '--done')).toMatchObject({ items: [{ id: task.id }] });
  expect(await json('undo')).toMatchObject({ operation: { kind: 'operation.undo' } });
  expect(await json('show', id)).toMatchObject({ completed: false });
  // The done is taken back already: the edit is next.
  await json('undo');
  expect(await json('show', id)).toMatchObject({ title: 'Call Bo #42 #nowhere' });
  const [last] = (await client.operation.list.query({ limit: 1 })).items;
  await json('undo', last?.id ?? '');
  expect(await json('task', 'get', '--id', id)).toMatchObject({ title: 'Call Ann' });
  await json('done', id);
  expect(await json('reopen', id)).toMatchObject({ items: [{ completed: false }] });
  expect(await json('rm', id)).toEqual({ ids: [task.id] });
  expect((await json('log', '--limit', '1'))['items']).toMatchObject([{ kind: 'task.deleteMany' }]);
  const table = await tydo(['ls'], { isTerminal: true });
  expect(table.stdout).toMatch(/^\d+ {2}Buy --milk\n$/);
});

test('exits say what went wrong', async () => {
  const { tydo, json, client } = await newPerson();
  expect(await tydo(['show', '1'])).toMatchObject({
    exit: 3,
    stdout: '',
    stderr: 'There is no such task.\n',
  });
  const long = await tydo(['add', 'x'.repeat(300)]);
  expect([long.exit, long.stderr]).toEqual([
    2,
    expect.stringMatching(/^This was refused:\n {2}--title: /),
  ]);
  await client.label.create.mutate({ name: 'phone' });
  expect((await tydo(['label', 'create', '--name', 'Phone'])).exit).toBe(4);
  const stranger = await run(['ls'], { env: { TYDO_URL: server.url, TYDO_TOKEN: 'x' } });
  expect([stranger.exit, stranger.stderr]).toEqual([5, expect.stringContaining('tydo login')]);
  expect(
    (await run(['undo'], { env: { TYDO_URL: server.url, TYDO_TOKEN: client.token ?? '' } })).exit,
  ).toBe(0);
  expect((await tydo(['undo'])).exit).toBe(3);
  expect(await json('settings', 'update', '--zone', 'Europe/Berlin')).toMatchObject({
    zone: 'Europe/Berlin',
  });
});

test('login keeps a token, whoami tells whose it is, logout ends it', async () => {
  const { client } = await newPerson();
  const { token } = await client.tokens.create.mutate({
    name: 'Laptop',
    scopes: ['read', 'write'],
  });
  const env = { XDG_CONFIG_HOME: await mkdtemp(join(tmpdir(), 'tydo-cli-')) };
  const tydo = (args: string[], stdin = '') => run(args, { env, stdin });
  expect((await tydo(['login', '--url', server.url], 'tydo_pat_wrong')).exit).toBe(5);
  expect((await tydo(['login', '--url', server.url], ' ')).exit).toBe(2);
  const kept = await tydo(['login', '--url', server.url], `${token}\n`);
  expect([kept.exit, kept.stderr]).toEqual([0, '']);
  expect(JSON.parse(kept.stdout)).toMatchObject({ token: { name: 'Laptop' } });
  expect(kept.stdout).not.toContain(token);
  expect(JSON.parse((await tydo(['whoami'])).stdout)).toMatchObject({ token: { name: 'Laptop' } });
  expect((await tydo(['add', 'Milk'])).exit).toBe(0);
  const out = await tydo(['logout', '--revoke']);
  expect(JSON.parse(out.stdout)).toEqual({ url: server.url, revoked: true });
  expect((await tydo(['whoami'])).exit).toBe(5);
  expect((await tydo(['logout'])).exit).toBe(3);
  expect((await client.tokens.list.query()).items).toEqual([]);
});

test('a token that may only read is refused with 5', async () => {
  const { client } = await newPerson();
  const { token } = await client.tokens.create.mutate({ name: 'Reader', scopes: ['read'] });
  const env = { TYDO_URL: server.url, TYDO_TOKEN: token };
  expect((await run(['ls'], { env })).exit).toBe(0);
  expect((await run(['task', 'create', '--title', 'Milk'], { env })).exit).toBe(5);
});

test('an assistant talks to the server through stdin and stdout', async () => {
  const { client } = await newPerson();
  await client.task.create.mutate({ title: 'Milk' });
  const { token } = await client.tokens.create.mutate({ name: 'Assistant', scopes: ['read'] });
  const clientInfo = { name: 'test', version: '1' };
  const messages = [
    {
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo },
    },
    { method: 'notifications/initialized' },
    { id: 2, method: 'tools/call', params: { name: 'task_list', arguments: {} } },
  ];
  const stdin = messages
    .map((message) => JSON.stringify({ jsonrpc: '2.0', ...message }))
    .join('\n');
  const env = { TYDO_URL: server.url, TYDO_TOKEN: token };
  const { exit, stdout } = await run(['mcp'], { env, stdin });
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: number });
  expect([exit, answers.map(({ id }) => id)]).toEqual([0, [1, 2]]);
  expect(answers[1]).toMatchObject({
    result: { structuredContent: { items: [{ title: 'Milk' }] } },
  });
  // As clients of 2026-07-28 do, without a first message; and with a version that is none.
  const meta = (version: string) => ({
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientInfo': clientInfo,
    'io.modelcontextprotocol/clientCapabilities': {},
  });
  const later = ['2026-07-28', '1999-01-01'].map((version, id) =>
    JSON.stringify({
      jsonrpc: '2.0',
      id,
      method: 'tools/call',
      params: { name: 'task_list', arguments: {}, _meta: meta(version) },
    }),
  );
  const ofLater = await run(['mcp'], { env, stdin: later.join('\n') });
  expect(
    ofLater.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { id: 0, result: { structuredContent: { items: [{ title: 'Milk' }] } } },
    { id: 1, error: { data: { supported: expect.arrayContaining(['2026-07-28']) } } },
  ]);
  const away = await run(['mcp'], { env: { ...env, TYDO_URL: 'http://127.0.0.1:1' }, stdin });
  expect(away.stdout.trim().split('\n')).toHaveLength(2);
  expect(away.stdout).toContain('The server does not answer.');
  expect((await run(['mcp'], { env: { TYDO_URL: server.url, HOME: folder } })).exit).toBe(5);
});

describe('import and export', () => {
  const todoTxt =
    '(A) 2026-11-01 Call Mum @phone +Family due:2026-12-01\nBuy milk @shop\nTax due:2026-02-30\n';

  test('says what would become of a file, imports it once, and takes it back', async () => {
    const { client, tydo, json } = await newPerson();
    const file = join(folder, 'todo.txt');
    await writeFile(file, todoTxt);
    const dry = await json('import', file, '--dry-run', '--zone', 'Europe/Berlin');
    expect(dry).toMatchObject({
      import: null,
      from: 'todo.txt',
      dryRun: true,
      rows: 3,
      tasks: 3,
      notes: [{ row: 3 }],
    });
    expect((await client.task.list.query()).items).toEqual([]);
    const first = await json('import', file);
    expect(first).toMatchObject({
      dryRun: false,
      lists: 1,
      labels: 2,
      tasks: 3,
      there: 0,
      notes: { length: 1 },
    });
    expect(await json('import', file)).toMatchObject({ tasks: 0, lists: 0, there: 6 });
    const words = await tydo(['import', '-'], {
      stdin: `${todoTxt}(B) One more\n`,
      isTerminal: true,
    });
    expect(words.stdout).toMatch(/todo.txt, 4 rows: 1 tasks, 0 lists, .* 6 were there already/);
    const id = String(first['import']);
    await json('import', '--undo', id);
    expect((await client.task.list.query()).items).toMatchObject([{ title: 'One more' }]);
    expect(await json('import', '--undo', id)).toMatchObject({ undone: [] });
    expect((await tydo(['import', '--undo', '0b0f5d7a-90f4-4b0e-8d8e-6c1a5d2c9f10'])).exit).toBe(3);
    expect(await json('import', file)).toMatchObject({ tasks: 3, there: 0 });
    expect((await tydo(['import', join(folder, 'none')])).exit).toBe(1);
  });

  test('a file whose tasks are all there makes no list, section or label', async () => {
    const { client, tydo } = await newPerson();
    const home = await client.list.create.mutate({ name: 'Home' });
    const kitchen = await client.section.create.mutate({ name: 'Kitchen', listId: home.id });
    const phone = await client.label.create.mutate({ name: 'Phone' });
    const place = { listId: home.id, sectionId: kitchen.id, labelIds: [phone.id] };
    await client.task.create.mutate({ title: 'Milk', ...place });
    const { stdout: file } = await tydo(['export', '--as', 'csv']);
    const again = async (text: string) =>
      JSON.parse((await tydo(['import', '-', '--json'], { stdin: text })).stdout) as object;
    const nothing = { lists: 0, sections: 0, labels: 0, tasks: 0, operations: [] };
    const dry = await tydo(['import', '-', '--json', '--dry-run'], { stdin: file });
    expect(JSON.parse(dry.stdout)).toMatchObject({ ...nothing, there: 2, plan: { lists: [] } });
    expect(await again(file)).toMatchObject({ ...nothing, there: 2 });
    // One new task brings what it needs: its list has no section here.
    const more = `title,list,section,labels\nBread,Home,,Phone\n`;
    expect(await again(more)).toMatchObject({ lists: 1, sections: 0, labels: 0, tasks: 1 });
    expect(await again(more)).toMatchObject({ ...nothing, there: 3 });
  });

  test('what one person exports, another one imports: the same', async () => {
    const [ann, bo] = [await newPerson(), await newPerson()];
    await ann.tydo(['import', '-'], { stdin: todoTxt });
    await ann.client.filter.create.mutate({ name: 'Mine', query: '@phone' });
    const out = join(folder, 'ann.json');
    expect(await ann.tydo(['export', '--out', out])).toEqual({ exit: 0, stdout: '', stderr: '' });
    expect((await ann.tydo(['export', '--out', out])).exit).toBe(2);
    expect((await ann.tydo(['export', '--out', out, '--force'])).exit).toBe(0);
    expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({
      version: 1,
      tasks: { length: 3 },
    });
    expect(await bo.json('import', out)).toMatchObject({
      from: 'tydo',
      tasks: 3,
      lists: 1,
      labels: 2,
    });
    const seen = async ({ client }: typeof ann) =>
      (await client.task.list.query()).items.map(
        ({ id: _id, rank: _rank, updatedAt: _at, ...task }) => task,
      );
    expect(await seen(bo)).toEqual(await seen(ann));
    expect((await bo.client.filter.list.query()).items).toMatchObject([{ name: 'Mine' }]);
    const lost = await ann.tydo(['export', '--as', 'todo.txt']);
    expect(lost.stdout).toContain('(A) 2026-11-01 Call Mum +Family @phone due:2026-12-01\n');
  });
});

describe('as a program', () => {
  const bin = new URL('../bin/tydo.mjs', import.meta.url).pathname;

  test('prints JSON into a pipe, and takes a closed one', async () => {
    const { env, client } = await newPerson();
    await client.task.create.mutate({ title: 'Milk' });
    const processEnv = { ...env, NODE_COMPILE_CACHE: join(tmpdir(), 'tydo-compile-cache') };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [bin, 'ls'], {
      env: processEnv,
    });
    expect(JSON.parse(stdout)).toMatchObject({ items: [{ title: 'Milk' }], nextCursor: null });
    expect(stderr).toBe('');
    const child = spawn(process.execPath, [bin, '--help'], { env: processEnv });
    child.stdout.destroy();
    const errors: string[] = [];
    child.stderr.on('data', (text) => errors.push(String(text)));
    const [code] = (await once(child, 'close')) as [number];
    expect([code, errors]).toEqual([0, []]);
  });
});
