// Programs as processes of their own: what they print and load, and that they exit.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { startTestServer } from '@tydo/api/testing';
import { expect, test } from 'vitest';
import { neverRespond, respond, respondWithError, startFakeServer } from './testing/fake-server.ts';

const example = new URL('../examples/shopping.ts', import.meta.url);
const readme = new URL('../../../README.md', import.meta.url);
const cwd = new URL('..', import.meta.url);

/** Runs Node; a process that does not exit by itself is killed, and the test fails. */
const node = (...args: string[]) =>
  promisify(execFile)(process.execPath, args, { cwd, timeout: 100_000 });

// Writes the URL of every module that is loaded, at any time, to standard error.
const logModules = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from 'node:fs';
  import { registerHooks } from 'node:module';
  const load = (url, context, next) => (writeSync(2, url + '\\n'), next(url, context));
  registerHooks({ load });`)}`;

test('the example runs against a real server, and loads no module of it', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const { stdout, stderr } = await node('--import', logModules, example.pathname, server.url);
  expect(stdout).toBe('Buy milk: Two litres\nWrite something here.\nBy now it is: Buy rolls\n');
  const loaded = stderr.trim().split('\n');
  const packages = loaded.map(
    (url) =>
      /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ??
      /\/((?:packages|apps)\/[^/]+)\//.exec(url)?.[1] ??
      url,
  );
  expect(new Set(packages)).toEqual(
    new Set(['packages/client', 'packages/schemas', '@trpc/client', '@trpc/server', 'zod']),
  );
});

test('the README quotes the example', async () => {
  expect(await readFile(readme, 'utf8')).toContain(await readFile(example, 'utf8'));
});

test('a program exits when its calls have settled, whatever their outcome', async () => {
  await using server = await startFakeServer(
    respond(200, { result: { data: { active: 0, completed: 0 } } }),
    neverRespond,
    respondWithError('SERVICE_UNAVAILABLE', 503, { 'retry-after': '100' }),
  );
  const program = `
    import { createTydoClient, result } from '@tydo/client';
    const { task } = createTydoClient({ url: ${JSON.stringify(server.url)}, timeout: 600_000 });
    for (const wait of [60_000, 300, 300]) {
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(), wait);
      const { ok, error } = await result(task.counts.query(undefined, { signal: controller.signal }));
      clearTimeout(timer);
      console.log(ok || error.code);
    }`;
  const { stdout } = await node('--input-type=module', '--eval', program);
  expect(stdout).toBe('true\nABORTED\nABORTED\n');
  expect(server.requests).toHaveLength(3);
});
