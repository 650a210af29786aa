// What a schema says, in the words of the reference.
import * as z from 'zod/mini';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

export interface Field {
  name: string;
  type: string;
  limits: string;
  isRequired: boolean;
  /** What it is where it is left out. */
  standard: string | undefined;
  meaning: string;
}

/** As JSON Schema; `$defs` are the shapes that have a name, by `z.meta({ id })`. */
export const jsonSchemaOf = (schema: z.core.$ZodType, io: 'input' | 'output'): JsonSchema =>
  z.toJSONSchema(schema, {
    io,
    // Such as `Nothing`. What nobody has a word for is noticed below.
    unrepresentable: 'any',
    // Our own checks say in `params` what JSON Schema calls them.
    override: ({ zodSchema, jsonSchema }) => {
      for (const { _zod } of zodSchema._zod.def.checks ?? []) {
        if ('params' in _zod.def) Object.assign(jsonSchema, _zod.def.params);
      }
    },
  });

/** The fields of an object, each followed by those inside of it: `tasks`, then `tasks[].title`. */
export function fieldsOf(schema: JsonSchema, prefix = ''): Field[] {
  const { properties = {}, required = [] } =
    branches(schema).find((branch) => branch.properties) ?? schema;
  return Object.entries(properties).flatMap(([key, value]) => {
    const field = asObject(value);
    const filled = branches(field).find(({ type }) => type !== 'null') ?? field;
    const name = prefix + key;
    const item = filled.type === 'array' ? asObject(filled.items) : undefined;
    return [
      {
        name,
        type: typeOf(field),
        limits: limitsOf(filled),
        isRequired: required.includes(key),
        standard: JSON.stringify(field.default ?? filled.default),
        meaning: field.description ?? filled.description ?? '',
      },
      ...fieldsOf(item ?? filled, `${name}${item ? '[]' : ''}.`),
    ];
  });
}

/** @throws Error for a schema for which there is no word yet. */
export function typeOf(schema: JsonSchema): string {
  const { $ref, type, anyOf, oneOf, format } = schema;
  if ($ref !== undefined) return linkTo($ref.replace(/^.*\//, ''));
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(', ');
  if (anyOf ?? oneOf) return branches(schema).map(typeOf).join(' or ');
  if (Array.isArray(type)) return type.join(' or ');
  if (type === 'array') return `${typeOf(asObject(schema.items))}[]`;
  if (type === 'string') return words[format ?? type] ?? `${format}`;
  const values = asObject(schema.additionalProperties);
  if (type === 'object' && values.type) return `object of ${typeOf(values)}`;
  if (type !== undefined) return type;
  throw new Error(`The reference has no word for ${JSON.stringify(schema)}: see fields.ts.`);
}

/** Where a shape with a name stands. */
export const linkTo = (shape: string): string => `[${shape}](#${shape.toLowerCase()})`;

const words: Record<string, string> = {
  string: 'string',
  'date-time': '[date](#dates-ids-text)',
  email: 'e-mail address',
  uuid: 'UUID',
};

function limitsOf(schema: JsonSchema): string {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems } = schema;
  const limits = [
    range(minLength, maxLength, ' characters'),
    range(finite(minimum), finite(maximum)),
    range(minItems, maxItems, ' items'),
    schema.uniqueItems ? 'no two alike' : '',
    schema.type === 'array' ? limitsOf(asObject(schema.items)).replace(/^(?=.)/, 'each ') : '',
  ];
  return limits.filter((limit) => limit !== '').join(', ');
}

function range(min: number | undefined, max: number | undefined, unit = ''): string {
  if (min === undefined) return max === undefined ? '' : `at most ${max}${unit}`;
  return max === undefined ? `at least ${min}${unit}` : `${min} to ${max}${unit}`;
}

// Zod says of every integer that it is a safe one.
const finite = (bound: number | undefined): number | undefined =>
  bound === undefined || Math.abs(bound) === Number.MAX_SAFE_INTEGER ? undefined : bound;

const branches = (schema: JsonSchema): JsonSchema[] =>
  (schema.anyOf ?? schema.oneOf)?.map(asObject) ?? [schema];

const asObject = (schema: JsonSchema['items']): JsonSchema =>
  typeof schema === 'object' && !Array.isArray(schema) ? schema : {};

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;
