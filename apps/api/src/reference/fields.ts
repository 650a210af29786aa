// Describes the fields of a schema for the reference.
import { asObject, branches, type JsonSchema } from '../faces/json-schema.ts';

export interface Field {
  name: string;
  type: string;
  limits: string;
  isRequired: boolean;
  /** As JSON. */
  default: string | undefined;
  meaning: string;
}

/** The fields of an object, each followed by its inner fields: `tasks`, then `tasks[].title`. */
export function fieldsOf(schema: JsonSchema, prefix = ''): Field[] {
  const { properties = {}, required = [] } =
    branches(schema).find((branch) => branch.properties) ?? schema;
  return Object.entries(properties).flatMap(([key, value]) => {
    const field = asObject(value);
    const nonNull = branches(field).find(({ type }) => type !== 'null') ?? field;
    const name = prefix + key;
    const item = nonNull.type === 'array' ? asObject(nonNull.items) : undefined;
    return [
      {
        name,
        type: typeOf(field),
        limits: limitsOf(nonNull),
        isRequired: required.includes(key),
        default: JSON.stringify(field.default ?? nonNull.default),
        meaning: field.description ?? nonNull.description ?? '',
      },
      ...fieldsOf(item ?? nonNull, `${name}${item ? '[]' : ''}.`),
    ];
  });
}

/** @throws Error for a type that has no description yet. */
export function typeOf(schema: JsonSchema): string {
  const { $ref, type, anyOf, oneOf, format } = schema;
  if ($ref !== undefined) return linkTo($ref.replace(/^.*\//, ''));
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(', ');
  if (anyOf ?? oneOf) return branches(schema).map(typeOf).join(' or ');
  if (Array.isArray(type)) return type.join(' or ');
  if (type === 'array') return `${typeOf(asObject(schema.items))}[]`;
  if (type === 'string') return typeNames[format ?? type] ?? `${format}`;
  const values = asObject(schema.additionalProperties);
  if (type === 'object' && values.type) return `object of ${typeOf(values)}`;
  if (type !== undefined) return type;
  if (Object.keys(schema).every((key) => key === 'description')) return 'any JSON value';
  throw new Error(
    `The reference cannot describe the type ${JSON.stringify(schema)}: see fields.ts.`,
  );
}

/** A link to a named shape. */
export const linkTo = (shape: string): string => `[${shape}](#${shape.toLowerCase()})`;

const typeNames: Record<string, string> = {
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

// Zod gives every integer the bounds of safe integers.
const finite = (bound: number | undefined): number | undefined =>
  bound === undefined || Math.abs(bound) === Number.MAX_SAFE_INTEGER ? undefined : bound;

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;
