import { TaskCreate } from '@tydo/schemas/task';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { protectedProcedure, router } from '../trpc/trpc.ts';
import { proceduresOf } from './inputs.ts';
import { type Filling, fill, type Leaf, leavesOf } from './parts.ts';

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

test('what can carry an id or a cursor is found by form and name, wherever it is', () => {
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

test('what can carry neither is known, so that it can be filled', () => {
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

test('the fields of several inputs are those of one', () => {
  expect(kindsIn(z.object({ operationId: z.uuid() }), z.object({ id: anId }))).toEqual([
    'thing.do.operationId uuid',
    'thing.do.id id',
  ]);
});

test('inputs that cannot be joined are an error', () => {
  expect(() => taking(z.object({}), z.int())).toThrow(/^Can thing\.do \(several inputs\) carry/);
});

test.each([
  ['text of an unknown name', z.string()],
  ['text in a form of its own', z.email()],
  ['anything', z.any()],
  ['what is no JSON', z.set(anId)],
  ['names that callers choose', z.record(z.string(), anId)],
  ['fields that nobody knows', z.looseObject({})],
  ['places', z.tuple([anId])],
  ['places and more', z.tuple([anId], anId)],
  ['fractions', z.number()],
])('%s is an error that says what to do, not a gap', (_name, schema) => {
  expect(() => taking(z.strictObject({ list: z.array(z.strictObject({ what: schema })) }))).toThrow(
    /^Can thing\.do\.list\.what \(.*\) carry an id or a cursor\? Say in .*inputs\.ts what it is/,
  );
});

test('inputs are filled as they are asked for', () => {
  const newTask = z.pick(TaskCreate, {
    title: true,
    description: true,
    uid: true,
    operationId: true,
  });
  const [{ input } = expect.fail()] = taking(
    z.optional(z.strictObject({ tasks: z.array(newTask), id: z.optional(z.nullable(anId)) })),
  );
  const little: Filling = {
    value: (leaf: Leaf, index) => (leaf.kind === 'choice' ? leaf.choices[0] : leaf.kind + index),
    sends: () => false,
    choose: (parts) => parts[0],
    size: ({ min }) => min + 2,
  };
  expect(fill(input, little)).toEqual({ tasks: [{ title: 'text0' }, { title: 'text1' }] });
  expect(fill(input, { ...little, sends: () => true, choose: (parts) => parts.at(-1) })).toBe(
    undefined,
  );
  expect(fill(input, { ...little, sends: () => true })).toEqual({
    tasks: [0, 1].map((index) => ({
      title: `text${index}`,
      description: `text${index}`,
      uid: `uid${index}`,
      operationId: `uuid${index}`,
    })),
    id: 'id0',
  });
});
