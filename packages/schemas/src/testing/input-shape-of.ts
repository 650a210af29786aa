// Reads the shape of an input from its schema. A new field is included automatically; one that this file does
// not understand is an error, so that no test skips it.
import * as z from 'zod/mini';
import { taskLimits } from '../task.ts';
import type { InputShape, Leaf } from './input-shape.ts';

type JsonSchema = z.core.JSONSchema.JSONSchema;

/**
 * Several schemas are merged into one object.
 *
 * @param path the procedure, such as `task.create`.
 * @throws Error for an input that might carry an id and is not understood; it says what to do.
 */
export function inputShapeOf(path: string, schemas: z.ZodMiniType[]): InputShape {
  const nothing: InputShape = { kind: 'choice', at: path, choices: [undefined] };
  const shapes = schemas.map((schema) => shapeOf(z.toJSONSchema(schema, jsonOptions), path));
  const [first = nothing, ...more] = shapes;
  const fields = shapes.flatMap((shape) => {
    if (more.length > 0 && shape.kind !== 'object') throw unknown(path, 'several inputs');
    return shape.kind === 'object' ? shape.fields : [];
  });
  const whole: InputShape = more.length > 0 ? { kind: 'object', fields } : first;
  return schemas.every((schema) => schema.safeParse(undefined).success)
    ? { kind: 'either', options: [whole, nothing] }
    : whole;
}

const jsonOptions: Parameters<typeof z.toJSONSchema>[1] = {
  io: 'input',
  unrepresentable: 'any',
  override: ({ zodSchema, jsonSchema }) => {
    // `undefined` is not JSON. Other types that are not JSON have no `type`, and are rejected below.
    if (zodSchema._zod.def.type === 'void') jsonSchema.type = 'null';
  },
};

function shapeOf(schema: JsonSchema, at: string): InputShape {
  const { type, anyOf, oneOf, items, prefixItems, properties } = schema;
  const either =
    anyOf ?? oneOf ?? (Array.isArray(type) && type.map((one) => ({ ...schema, type: one })));
  if (either) return { kind: 'either', options: either.map((one) => shapeOf(one, at)) };
  const choices = schema.enum ?? ('const' in schema ? [schema.const] : byType[String(type)]);
  if (choices) return { kind: 'choice', at, choices };
  if (type === 'integer') return integerOf(schema, at);
  if (type === 'string') return stringOf(schema, at);
  if (type === 'array' && typeof items === 'object' && !Array.isArray(items) && !prefixItems) {
    const { minItems: min = 0, maxItems: max = Infinity } = schema;
    return { kind: 'list', of: shapeOf(items, at), min, max };
  }
  if (type === 'object' && !schema.additionalProperties) {
    const fields = Object.entries(properties ?? {}).map(([name, field]) => ({
      name,
      shape: shapeOf(field as JsonSchema, `${at}.${name}`),
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
  // Only one view has days: as a number it would be in every input.
  if (nameOf(at) === 'days') return { kind: 'choice', at, choices: [min] };
  const isId = max >= taskLimits.id || /(^i|I)ds?$/.test(nameOf(at));
  return isId ? { kind: 'id', at } : { kind: 'number', at, min, max };
}

function stringOf({ format }: JsonSchema, at: string): Leaf {
  const kind = format === undefined ? byName[nameOf(at)] : byFormat[format];
  if (kind === undefined) throw unknown(at, `string ${format ?? ''}`);
  return { kind, at };
}

const byFormat: Record<string, 'uuid' | 'time' | undefined> = { uuid: 'uuid', 'date-time': 'time' };
type Named = 'uid' | 'text' | 'query' | 'zone' | 'date' | 'rule' | 'search' | 'cursor';
const byName: Record<string, Named | undefined> = {
  due: 'date',
  start: 'date',
  deadline: 'date',
  anchor: 'date',
  occurrence: 'date',
  rule: 'rule',
  id: 'uid',
  ids: 'uid',
  uid: 'uid',
  before: 'uid',
  after: 'uid',
  listId: 'uid',
  sectionId: 'uid',
  parentUid: 'uid',
  seriesUid: 'uid',
  labelIds: 'uid',
  addLabelIds: 'uid',
  removeLabelIds: 'uid',
  labelId: 'uid',
  filterId: 'uid',
  query: 'query',
  zone: 'zone',
  name: 'text',
  title: 'text',
  description: 'text',
  search: 'search',
  cursor: 'cursor',
};

/** An input that is not understood. */
export const unknown = (at: string, what: string): Error =>
  new Error(
    `Can ${at} (${what}) carry an id or a cursor? Say in packages/schemas/src/testing/input-shape-of.ts what it is, ` +
      'and where the compiler reports it how it is filled: otherwise no test proves that it keeps people apart.',
  );
