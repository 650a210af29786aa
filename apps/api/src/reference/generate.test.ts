import { readFile } from 'node:fs/promises';
import { TaskCreate, TaskRead, TaskRef } from '@tydo/schemas/task';
import { Nothing } from '@tydo/schemas/wire';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { jsonSchemaOf } from '../faces/json-schema.ts';
import { startTestServer } from '../testing/server.ts';
import { protectedProcedure, router } from '../trpc/trpc.ts';
import { createCallRunner } from './call-runner.ts';
import { fieldsOf, typeOf } from './fields.ts';
import { generateReference, madeFiles, referenceFile } from './generate.ts';
import { pretty } from './markdown.ts';
import { renderReference } from './render.ts';

test('docs/api.md matches the router, the schemas and a real server', async () => {
  const current = await readFile(referenceFile, 'utf8');
  expect(current, 'docs/api.md is out of date. Update it with: pnpm reference').toBe(
    await generateReference(),
  );
});

test.each(madeFiles)('$file.pathname matches the router', async ({ file, make }) => {
  const current = await readFile(file, 'utf8').catch(() => '');
  expect(current === make(), `${file.pathname} is out of date: run pnpm reference`).toBe(true);
});

test('every link leads to a heading', async () => {
  const text = await readFile(referenceFile, 'utf8');
  const headings = new Set(
    [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    ),
  );
  const links = [...text.matchAll(/\]\(#([^)]*)\)/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(10);
  expect(links.filter((link) => !headings.has(link))).toEqual([]);
});

const meta = { summary: 'Something.', http: false } as const;
const resolver = () => ({ id: 1 });
const examples = { task: { made: [{ input: { id: 1 } }] } };

describe('the reference fails with a sentence for a procedure', () => {
  test.each([
    [
      'without a summary',
      protectedProcedure.input(TaskRef).output(TaskRef).query(resolver),
      'task.made has no summary: give it .meta({ summary }).',
    ],
    [
      'without an address',
      protectedProcedure
        .meta({ summary: 'Something.' } as never)
        .input(TaskRef)
        .output(TaskRef)
        .query(resolver),
      "task.made has no address: give it .meta({ http: 'GET /…' }), or http: false for none.",
    ],
    [
      'without an input',
      protectedProcedure.meta(meta).output(TaskRef).query(resolver),
      'task.made needs one .input(…); where it takes nothing, .input(Nothing).',
    ],
    [
      'without an output',
      protectedProcedure.meta(meta).input(TaskRef).query(resolver),
      'task.made has no output: give it .output(…).',
    ],
    [
      'without an example',
      protectedProcedure.meta(meta).input(TaskRef).output(TaskRef).query(resolver),
      'task.made has no example: give it one in apps/api/src/reference/examples.ts.',
    ],
  ])('%s', async (name, made, sentence) => {
    const given = name === 'without an example' ? { task: {} } : examples;
    const run = createCallRunner('http://nobody.invalid');
    await expect(renderReference(router({ task: router({ made }) }), given, run)).rejects.toThrow(
      sentence,
    );
  });

  test.each([
    ['fails', 'get', { input: { id: 1 } }, /^The example of .*get .* 200:[^]*"NOT_FOUND"/],
    ['succeeds', 'counts', { error: 'CONFLICT' }, /^The example .* 409:[^]*"active": 0/],
  ] as const)('whose example %s unexpectedly', async (_name, verb, call, sentence) => {
    await using server = await startTestServer({ engine: 'sqlite' });
    const made = protectedProcedure.meta(meta).input(Nothing).output(TaskRef).query(resolver);
    const given = { task: { [verb]: [call] } };
    await expect(
      renderReference(
        router({ task: router({ [verb]: made }) }),
        given,
        createCallRunner(server.url),
      ),
    ).rejects.toThrow(sentence);
  });
});

test('lists the fields of a schema with their limits, also nested ones', () => {
  const { title, description, operationId } = TaskCreate.shape;
  const schema = z.strictObject({
    many: z.array(z.strictObject({ title, description, operationId })).check(z.minLength(2)),
    kind: z.optional(z.enum(['a', 'b'])),
    before: z.nullable(TaskRead),
    id: z.uuid(),
    count: z._default(z.int(), 3),
    names: z.record(z.string(), z.array(z.string())),
  });
  const fields = fieldsOf(jsonSchemaOf(schema, 'input')).map(
    ({ name, type, limits, isRequired, default: value }) => [name, type, limits, isRequired, value],
  );
  expect(fields).toEqual([
    ['many', 'object[]', 'at least 2 items', true, undefined],
    ['many[].title', 'string', '1 to 200 characters', true, undefined],
    ['many[].description', 'string or null', 'at most 1000 characters', false, undefined],
    ['many[].operationId', 'UUID', '', false, undefined],
    ['kind', '`"a"`, `"b"`', '', false, undefined],
    ['before', '[Task](#task) or null', '', true, undefined],
    ['id', 'UUID', '', true, undefined],
    ['count', 'integer', '', false, '3'],
    ['names', 'object of string[]', '', true, undefined],
  ]);
});

test('fails for types that it cannot describe', () => {
  expect(() => typeOf(jsonSchemaOf(z.unknown(), 'input'))).toThrow(
    'The reference cannot describe the type',
  );
});

test('formatting JSON keeps its value', () => {
  const value = { a: ['x, [y]', { b: null }], c: 'long '.repeat(30), d: [], e: { f: [1.5, true] } };
  expect(JSON.parse(pretty(value))).toEqual(value);
  expect(pretty(value).split('\n')).toContain('  "e": { "f": [1.5, true] }');
});
