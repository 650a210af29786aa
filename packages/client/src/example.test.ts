import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { startTestServer } from '@tydo/api/testing';
import { expect, test } from 'vitest';

const example = new URL('../examples/shopping.ts', import.meta.url);
const readme = new URL('../../../README.md', import.meta.url);

test('the example runs against a real server', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const { stdout } = await promisify(execFile)(process.execPath, [example.pathname, server.url]);
  expect(stdout).toBe('Buy milk: Two litres\nWrite something here.\nBy now it is: Buy rolls\n');
});

test('the README shows the example as it is', async () => {
  expect(await readFile(readme, 'utf8')).toContain(await readFile(example, 'utf8'));
});
