import { TaskCreate } from '@tydo/schemas/task';
import { type FillOptions, fill, type Leaf, leavesOf } from '@tydo/schemas/testing/input-shape';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { protectedProcedure, router } from '../trpc/trpc.ts';
import { proceduresOf } from './procedures.ts';

const taking = (...inputs: z.ZodMiniType[]) => {
  const procedure = inputs.reduce(
    (made, input) => made.input(input as never) as never,
    protectedProcedure,
  );
  return proceduresOf(router({ thing: router({ do: procedure.query(() => null) }) }));
};
const kindsIn = (...inputs: z.ZodMiniType[]) =>
  taking(...inputs).flatMap(({ input }) => leavesOf(input).map(({ at, kind }) => `${at} ${kind}`));

const anId = z.int().check(z.gte(1), z.lte(2 ** 31 - 1));

test('finds ids and cursors by type and name, at any depth', () => {
  expect(
    kindsIn(
      z.optional(
        z.strictObject({
          id: z.uuid(),
          taskId: z.optional(anId),
          anything: z.int(),
          labelIds: z.array(z.int().check(z.lte(50))),
          of: z.nullish(z.strictObject({ cursor: z.nullish(z.string()) })),
          seq: z.int().check(z.gte(0)),
          operationId: z.optional(z.uuid().check(z.toLowerCase())),
        }),
      ),
    ),
  ).toEqual([
    'thing.do.id uuid',
    'thing.do.taskId id',
    'thing.do.anything id',
    'thing.do.labelIds id',
    'thing.do.of.cursor cursor',
    'thing.do.of.cursor choice',
    'thing.do.of choice',
    'thing.do.seq seq',
    'thing.do.operationId uuid',
    'thing.do choice',
  ]);
});

test('recognises values that are neither an id nor a cursor', () => {
  const limit = z._default(z.int().check(z.gte(1), z.lte(100)), 50);
  const time = z.iso.datetime({ precision: 3 });
  const either = z.union([z.literal('a'), z.strictObject({ completed: z.boolean() })]);
  expect(kindsIn(z.strictObject({ limit, time, either }))).toEqual([
    'thing.do.limit number',
    'thing.do.time time',
    'thing.do.either choice',
    'thing.do.either.completed choice',
  ]);
});

test('merges the fields of several inputs', () => {
  expect(kindsIn(z.object({ operationId: z.uuid() }), z.object({ id: anId }))).toEqual([
    'thing.do.operationId uuid',
    'thing.do.id id',
  ]);
});

test('throws for inputs that cannot be merged', () => {
  expect(() => taking(z.object({}), z.int())).toThrow(/^Can thing\.do \(several inputs\) carry/);
});

test.each([
  ['a string with an unknown name', z.string()],
  ['a string with an unknown format', z.email()],
  ['anything', z.any()],
  ['a type that is not JSON', z.set(anId)],
  ['a record', z.record(z.string(), anId)],
  ['a loose object', z.looseObject({})],
  ['a tuple', z.tuple([anId])],
  ['a tuple with a rest element', z.tuple([anId], anId)],
  ['a number that is not an integer', z.number()],
])('throws for %s and says what to do', (_name, schema) => {
  expect(() => taking(z.strictObject({ list: z.array(z.strictObject({ what: schema })) }))).toThrow(
    /^Can thing\.do\.list\.what \(.*\) carry an id or a cursor\? Say in .*input-shape-of\.ts what it is/,
  );
});

test('fills inputs as the options say', () => {
  const { title, description, uid, operationId } = TaskCreate.shape;
  const newTask = z.strictObject({ title, description, uid, operationId });
  const [{ input } = expect.fail()] = taking(
    z.optional(z.strictObject({ tasks: z.array(newTask), id: z.optional(z.nullable(anId)) })),
  );
  const minimal: FillOptions = {
    value: (leaf: Leaf, index) => (leaf.kind === 'choice' ? leaf.choices[0] : leaf.kind + index),
    sends: () => false,
    choose: (options) => options[0],
    size: ({ min }) => min + 2,
  };
  expect(fill(input, minimal)).toEqual({ tasks: [{ title: 'text0' }, { title: 'text1' }] });
  expect(fill(input, { ...minimal, sends: () => true, choose: (options) => options.at(-1) })).toBe(
    undefined,
  );
  expect(fill(input, { ...minimal, sends: () => true })).toEqual({
    tasks: [0, 1].map((index) => ({
      title: `text${index}`,
      description: `text${index}`,
      uid: `uid${index}`,
      operationId: `uuid${index}`,
    })),
    id: 'id0',
  });
});
