import { readFile } from 'node:fs/promises';
import { TaskCreate, TaskRead, TaskRef } from '@tydo/schemas/task';
import { Nothing } from '@tydo/schemas/wire';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { startTestServer } from '../testing/server.ts';
import { person, router } from '../trpc/procedures.ts';
import { fieldsOf, jsonSchemaOf, typeOf } from './fields.ts';
import { makeReference, referenceFile } from './make.ts';
import { pretty } from './markdown.ts';
import { createPlayer } from './play.ts';
import { referenceOf } from './reference.ts';

test('docs/api.md is what the router, the schemas and a real server say now', async () => {
  const kept = await readFile(referenceFile, 'utf8');
  expect(kept, 'docs/api.md is not current. Write it anew with: pnpm reference').toBe(
    await makeReference(),
  );
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

const about = { does: 'Something.' };
const work = () => ({ id: 1 });
const example = { task: { made: [{ input: { id: 1 } }] } };

describe('instead of a reference there is a sentence for a procedure', () => {
  test.each([
    [
      'that does not say what it does',
      person.input(TaskRef).output(TaskRef).query(work),
      'task.made does not say what it does: give it .meta({ does }).',
    ],
    [
      'without an input',
      person.meta(about).output(TaskRef).query(work),
      'task.made needs one .input(…); where it takes nothing, .input(Nothing).',
    ],
    [
      'without an output',
      person.meta(about).input(TaskRef).query(work),
      'task.made does not say what it answers: give it .output(…).',
    ],
    [
      'without an example',
      person.meta(about).input(TaskRef).output(TaskRef).query(work),
      'task.made has no example: give it one in apps/api/src/reference/examples.ts.',
    ],
  ])('%s', async (name, made, sentence) => {
    const examples = name === 'without an example' ? { task: {} } : example;
    const play = createPlayer('http://nobody.invalid');
    await expect(referenceOf(router({ task: router({ made }) }), examples, play)).rejects.toThrow(
      sentence,
    );
  });

  test.each([
    ['is refused', 'get', { input: { id: 1 } }, /^The example of .*get .* 200:[^]*"NOT_FOUND"/],
    ['is not refused', 'counts', { refused: 'CONFLICT' }, /^The example .* 409:[^]*"active": 0/],
  ] as const)('whose example %s, and should not be so', async (_name, verb, call, sentence) => {
    await using server = await startTestServer({ engine: 'sqlite' });
    const made = person.meta(about).input(Nothing).output(TaskRef).query(work);
    const examples = { task: { [verb]: [call] } };
    await expect(
      referenceOf(router({ task: router({ [verb]: made }) }), examples, createPlayer(server.url)),
    ).rejects.toThrow(sentence);
  });
});

test('fields are told with their limits, those inside of them too', () => {
  const schema = z.strictObject({
    many: z
      .array(z.pick(TaskCreate, { title: true, description: true, operationId: true }))
      .check(z.minLength(2)),
    kind: z.optional(z.enum(['a', 'b'])),
    before: z.nullable(TaskRead),
    id: z.uuid(),
    count: z._default(z.int(), 3),
    names: z.record(z.string(), z.array(z.string())),
  });
  const fields = fieldsOf(jsonSchemaOf(schema, 'input')).map(
    ({ name, type, limits, isRequired, standard }) => [name, type, limits, isRequired, standard],
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

test('what nobody has a word for is no empty cell', () => {
  expect(() => typeOf(jsonSchemaOf(z.unknown(), 'input'))).toThrow('The reference has no word for');
});

test('JSON is still the same when it is made pretty', () => {
  const value = { a: ['x, [y]', { b: null }], c: 'long '.repeat(30), d: [], e: { f: [1.5, true] } };
  expect(JSON.parse(pretty(value))).toEqual(value);
  expect(pretty(value).split('\n')).toContain('  "e": { "f": [1.5, true] }');
});
