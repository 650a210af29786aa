// What procedures take, read off their own schemas. A procedure or a field that is added later is in it
// by itself; one that cannot be understood is an error, not a gap.
import type { AnyRouter } from '@trpc/server';
import type { ErrorCode } from '@tydo/schemas/error';
import { taskLimits } from '@tydo/schemas/task';
import * as z from 'zod/mini';
import type { Meta } from '../trpc/trpc.ts';
import { isMadeUp, type Leaf, leavesOf, type Part } from './parts.ts';

export interface Procedure {
  path: string;
  type: 'query' | 'mutation';
  input: Part;
  /** Codes with which it may refuse an input of the right form from somebody who is signed in. */
  refuses: ErrorCode[];
}

/** @throws Error that says what to do, for whatever could carry an id and is not understood. */
export function proceduresOf(router: AnyRouter): Procedure[] {
  const procedures: Record<string, { _def: Definition }> = router._def.procedures;
  return Object.entries(procedures).map(([path, { _def }]) => {
    if (_def.type === 'subscription') throw unknown(path, 'subscription');
    const declared = Object.keys(_def.meta?.errors ?? {}) as ErrorCode[];
    // What no schema says of an input: that an id stands in it twice, whose cursor it is.
    const refuses: ErrorCode[] = ['BAD_REQUEST', ...declared];
    const input = inputOf(path, _def.inputs);
    // A name that was used for something else.
    if (leavesOf(input).some(isMadeUp)) refuses.push('CONFLICT');
    return { path, type: _def.type, input, refuses };
  });
}

interface Definition {
  type: 'query' | 'mutation' | 'subscription';
  inputs: z.ZodMiniType[];
  meta?: Meta;
}

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** Several `.input()` are one object with the fields of all. */
function inputOf(path: string, schemas: z.ZodMiniType[]): Part {
  const nothing: Part = { kind: 'choice', at: path, choices: [undefined] };
  const parts = schemas.map((schema) => partOf(z.toJSONSchema(schema, jsonOptions), path));
  const [first = nothing, ...more] = parts;
  const fields = parts.flatMap((part) => {
    if (more.length > 0 && part.kind !== 'object') throw unknown(path, 'several inputs');
    return part.kind === 'object' ? part.fields : [];
  });
  const whole: Part = more.length > 0 ? { kind: 'object', fields } : first;
  return schemas.every((schema) => schema.safeParse(undefined).success)
    ? { kind: 'either', parts: [whole, nothing] }
    : whole;
}

const jsonOptions: Parameters<typeof z.toJSONSchema>[1] = {
  io: 'input',
  unrepresentable: 'any',
  override: ({ zodSchema, jsonSchema }) => {
    // "Nothing" is no JSON; everything else that is none stays without a type, and is refused below.
    if (zodSchema._zod.def.type === 'void') jsonSchema.type = 'null';
  },
};

function partOf(schema: JsonSchema, at: string): Part {
  const { type, anyOf, oneOf, items, prefixItems, properties } = schema;
  const either =
    anyOf ?? oneOf ?? (Array.isArray(type) && type.map((one) => ({ ...schema, type: one })));
  if (either) return { kind: 'either', parts: either.map((one) => partOf(one, at)) };
  const choices = schema.enum ?? ('const' in schema ? [schema.const] : byType[String(type)]);
  if (choices) return { kind: 'choice', at, choices };
  if (type === 'integer') return integerOf(schema, at);
  if (type === 'string') return stringOf(schema, at);
  if (type === 'array' && typeof items === 'object' && !Array.isArray(items) && !prefixItems) {
    const { minItems: min = 0, maxItems: max = Infinity } = schema;
    return { kind: 'list', of: partOf(items, at), min, max };
  }
  if (type === 'object' && !schema.additionalProperties) {
    const fields = Object.entries(properties ?? {}).map(([name, field]) => ({
      name,
      part: partOf(field as JsonSchema, `${at}.${name}`),
      required: schema.required?.includes(name) ?? false,
    }));
    return { kind: 'object', fields };
  }
  throw unknown(at, JSON.stringify(schema));
}

const byType: Record<string, unknown[] | undefined> = { boolean: [false, true], null: [null] };
const nameOf = (at: string) => at.split('.').at(-1) ?? at;

function integerOf(
  { minimum: min = -Infinity, maximum: max = Infinity }: JsonSchema,
  at: string,
): Leaf {
  if (nameOf(at) === 'seq') return { kind: 'seq', at };
  const isId = max >= taskLimits.id || /(^i|I)ds?$/.test(nameOf(at));
  return isId ? { kind: 'id', at } : { kind: 'number', at, min, max };
}

function stringOf({ format }: JsonSchema, at: string): Leaf {
  const kind = format === undefined ? byName[nameOf(at)] : byFormat[format];
  if (kind === undefined) throw unknown(at, `string ${format ?? ''}`);
  return { kind, at };
}

const byFormat: Record<string, 'uuid' | 'time' | undefined> = { uuid: 'uuid', 'date-time': 'time' };
const byName: Record<string, 'uid' | 'text' | 'search' | 'cursor' | undefined> = {
  id: 'uid',
  ids: 'uid',
  uid: 'uid',
  title: 'text',
  description: 'text',
  search: 'search',
  cursor: 'cursor',
};

const unknown = (at: string, what: string) =>
  new Error(
    `Can ${at} (${what}) carry an id or a cursor? Say in apps/api/src/testing/inputs.ts what it is, ` +
      'and where the compiler asks for it how it is filled: else nobody tests that it keeps people apart.',
  );
