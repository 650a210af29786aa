// What procedures take, read off their own schemas, and inputs made from it. A procedure or a field
// that is added later is in it by itself; one that cannot be understood is an error, not a gap.
import type { AnyRouter } from '@trpc/server';
import type { ErrorCode } from '@tydo/schemas/error';
import { taskLimits } from '@tydo/schemas/task';
import * as z from 'zod/mini';
import type { About } from '../trpc/procedures.ts';

/**
 * One value in an input. `id` and `uuid` name a thing; `cursor` and `seq` a place in a list; `text` is
 * kept, `search` is not; a `number` is too small to be an id; `choice` knows all its values.
 */
export type Leaf = { at: string } & (
  | { kind: 'id' | 'uuid' | 'cursor' | 'seq' | 'text' | 'search' | 'time' }
  | { kind: 'number'; min: number; max: number }
  | { kind: 'choice'; choices: unknown[] }
);

export type Part =
  | Leaf
  | { kind: 'object'; fields: { name: string; part: Part; required: boolean }[] }
  | List
  | { kind: 'either'; parts: Part[] };

export interface List {
  kind: 'list';
  of: Part;
  min: number;
  max: number;
}

export interface Procedure {
  path: string;
  type: 'query' | 'mutation';
  input: Part;
  /** Codes with which it may refuse an input of the right form from somebody who is signed in. */
  refuses: ErrorCode[];
}

/** How the open ends of an input are filled. */
export interface Filling {
  /** @param index the place in the nearest list; 0 where there is none. */
  value: (leaf: Leaf, index: number) => unknown;
  /** Whether a field is sent that may be left out. */
  sends: (field: Part) => boolean;
  choose: (parts: Part[]) => Part | undefined;
  size: (list: List) => number;
}

/** @throws Error that says what to do, for whatever could carry an id and is not understood. */
export function proceduresOf(router: AnyRouter): Procedure[] {
  const procedures: Record<string, { _def: Definition }> = router._def.procedures;
  return Object.entries(procedures).map(([path, { _def }]) => {
    if (_def.type === 'subscription') throw unknown(path, 'subscription');
    const refuses = Object.keys(_def.meta?.refuses ?? {}) as ErrorCode[];
    // A cursor of another list is refused; it is in no schema.
    return {
      path,
      type: _def.type,
      input: inputOf(path, _def.inputs),
      refuses: ['BAD_REQUEST', ...refuses],
    };
  });
}

export function fill(part: Part, how: Filling, index = 0): unknown {
  switch (part.kind) {
    case 'object': {
      const sent = part.fields.filter((field) => field.required || how.sends(field.part));
      return Object.fromEntries(sent.map((field) => [field.name, fill(field.part, how, index)]));
    }
    case 'list':
      return Array.from({ length: how.size(part) }, (_, place) => fill(part.of, how, place));
    case 'either': {
      const chosen = how.choose(part.parts);
      return chosen && fill(chosen, how, index);
    }
    default:
      return how.value(part, index);
  }
}

export function leavesOf(part: Part): Leaf[] {
  switch (part.kind) {
    case 'object':
      return part.fields.flatMap((field) => leavesOf(field.part));
    case 'list':
      return leavesOf(part.of);
    case 'either':
      return part.parts.flatMap(leavesOf);
    default:
      return [part];
  }
}

/** An id that the caller gives to something new, instead of naming what is there. */
export const isMadeUp = ({ at }: Leaf): boolean => nameOf(at) === 'operationId';

interface Definition {
  type: 'query' | 'mutation' | 'subscription';
  inputs: z.ZodMiniType[];
  meta?: About;
}

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** Several `.input()` are one object with the fields of all. */
function inputOf(path: string, schemas: z.ZodMiniType[]): Part {
  const nothing: Part = { kind: 'choice', at: path, choices: [undefined] };
  const parts = schemas.map((schema) => partOf(z.toJSONSchema(schema, jsonOptions), path));
  const [first = nothing, ...more] = parts;
  const whole: Part =
    more.length === 0
      ? first
      : {
          kind: 'object',
          fields: parts.flatMap((part) => (part.kind === 'object' ? part.fields : [])),
        };
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
  const { type, anyOf, oneOf, items, properties, additionalProperties = false } = schema;
  const either =
    anyOf ?? oneOf ?? (Array.isArray(type) && type.map((one) => ({ ...schema, type: one })));
  if (either) return { kind: 'either', parts: either.map((one) => partOf(one as JsonSchema, at)) };
  const choices = schema.enum ?? ('const' in schema ? [schema.const] : byType[String(type)]);
  if (choices) return { kind: 'choice', at, choices };
  if (type === 'integer') return integerOf(schema, at);
  if (type === 'string') return stringOf(schema, at);
  if (type === 'array' && typeof items === 'object' && !Array.isArray(items)) {
    const { minItems: min = 0, maxItems: max = Infinity } = schema;
    return { kind: 'list', of: partOf(items, at), min, max };
  }
  if (type === 'object' && additionalProperties === false) {
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
const byName: Record<string, 'text' | 'search' | 'cursor' | undefined> = {
  title: 'text',
  description: 'text',
  search: 'search',
  cursor: 'cursor',
};

const unknown = (at: string, what: string) =>
  new Error(
    `Can ${at} (${what}) carry an id or a cursor? Say in apps/api/src/testing/inputs.ts what it is and ` +
      'in crowd.ts how it is filled: until then nobody tests that it keeps people apart.',
  );
