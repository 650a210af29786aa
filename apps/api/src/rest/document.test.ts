import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { TaskRef } from '@tydo/schemas/task';
import { expect, test } from 'vitest';
import { proceduresOf } from '../faces/procedures.ts';
import { routesOf } from '../faces/routes.ts';
import { appRouter } from '../router.ts';
import { breakingChanges } from '../testing/breaking-changes.ts';
import { protectedProcedure, router } from '../trpc/trpc.ts';
import { openApiOf } from './document.ts';

const fileOf = (name: string) =>
  fileURLToPath(new URL(`../../../../docs/${name}`, import.meta.url));
const current = openApiOf(proceduresOf(appRouter));

test('the document has no error and no warning of redocly’s recommended rules', async () => {
  const redocly = createRequire(import.meta.url).resolve('@redocly/cli/package.json');
  const { bin } = JSON.parse(await readFile(redocly, 'utf8'));
  const args = [join(dirname(redocly), bin.redocly), 'lint', fileOf('openapi.json')];
  const env = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const options = ['--extends=recommended', '--format=json'];
  const { stdout } = await promisify(execFile)(process.execPath, [...args, ...options], { env });
  expect(JSON.parse(stdout).totals).toMatchObject({ errors: 0, warnings: 0 });
});

test('nothing that was released has changed for its clients', async () => {
  const released = JSON.parse(await readFile(fileOf('openapi.released.json'), 'utf8'));
  expect(breakingChanges(released, current)).toEqual([]);
});

test.each<[string, (document: string) => string, RegExp]>([
  [
    'an address that is gone',
    (text) => text.replace('"/tasks/move"', '"/tasks/shift"'),
    /POST \/tasks\/move is gone/,
  ],
  [
    'a smaller limit',
    (text) => text.replace('"maxLength":200', '"maxLength":199'),
    /maxLength is narrower/,
  ],
  [
    'a value that is not taken',
    (text) => text.replace('"enum":["due","completion"]', '"enum":["due"]'),
    /does not take completion/,
  ],
  [
    'a field that is required',
    (text) => text.replace('"required":["title"]', '"required":["title","due"]'),
    /due is required now/,
  ],
  [
    'an output without a field',
    (text) => text.replace('"active":{"type":"integer"},', ''),
    /active is gone/,
  ],
  [
    'a field that may be null',
    (text) =>
      text.replace(
        '"active":{"type":"integer"',
        '"active":{"anyOf":[{"type":"integer"},{"type":"null"}]',
      ),
    /may be null now/,
  ],
  ['another error', (text) => text.replace('"404":', '"418":'), /may answer 418 now/],
])('%s is a breaking change', (_name, change, sentence) => {
  const text = JSON.stringify(current);
  expect(breakingChanges(current, JSON.parse(change(text))).join('\n')).toMatch(sentence);
});

test('further fields, addresses and optional inputs break nothing', () => {
  const text = JSON.stringify(current)
    .replace('"active":{', '"more":{"type":"string"},"active":{')
    .replace('"/tasks/move":', '"/tasks/more":{"get":{"operationId":"x"}},"/tasks/move":')
    .replace('"maxLength":200', '"maxLength":201');
  expect(breakingChanges(current, JSON.parse(text))).toEqual([]);
});

test('two procedures cannot have the same address, and each has a known method', () => {
  const at = (http: 'GET /x' | 'POST /x') =>
    protectedProcedure
      .meta({ summary: 'x', http })
      .input(TaskRef)
      .output(TaskRef)
      .query(({ input }) => input);
  const routes = (made: Parameters<typeof router>[0]) =>
    routesOf(proceduresOf(router({ thing: router(made) })).values());
  expect(() => routes({ a: at('GET /x'), b: at('GET /x') })).toThrow(
    'Two procedures have the address GET /x.',
  );
  expect(() => routes({ a: at('PUT /x' as 'GET /x') })).toThrow(
    'thing.a has an unknown method in PUT /x.',
  );
  expect(routes({ a: at('GET /x'), b: at('POST /x') })).toHaveLength(2);
});
