// Every address that the server routes is named here, with the test that calls it: a new one fails until it has one.

import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = import.meta.dirname;

/** By address, as the sources register them. */
const tests: Record<string, string> = {
  '/trpc': 'errors/envelope.test.ts',
  '/api/auth': 'account/auth.test.ts',
  '/api/account': 'account/export.test.ts',
  '/api/v1': 'rest/rest.test.ts',
  '/mcp': 'mcp/mcp.test.ts',
  '/problems': 'rest/rest.test.ts',
  '/export': 'account/export.test.ts',
  '/reminder': 'account/session/person-header.test.ts',
  '/closed': 'account/session/person-header.test.ts',
  '/healthz': 'app.test.ts',
  '/readyz': 'app.test.ts',
  '/api': 'app.test.ts',
  '/feeds': 'token/tokens.test.ts',
  '/assets': 'http/page.test.ts',
  '/sw.js': 'http/page.test.ts',
  '/{*path}': 'http/page.test.ts',
};

test('every address has a test', async () => {
  const files = globSync('**/*.ts', { cwd: folder }).filter(
    (file) => !/\.test\.ts$|^testing|^reference|^rest|^faces/.test(file),
  );
  const sources = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const registered = sources
    .flatMap((source) => [
      ...source.matchAll(/\.(?:use|get|post|all|patch|delete)\(\s*(\[[^\]]*\]|'\/[^']*')/g),
    ])
    .flatMap(([, paths = '']) => [...paths.matchAll(/'(\/[^']*)'/g)].map(([, path = '']) => path));
  expect(new Set(registered)).toEqual(new Set(Object.keys(tests)));
  for (const [path, file] of Object.entries(tests)) {
    const text = await readFile(join(folder, file), 'utf8');
    expect([path, text.includes(path.replace('{*path}', ''))]).toEqual([path, true]);
  }
});
