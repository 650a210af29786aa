// The named shapes of the document, each once.
import { asObject, type JsonSchema } from '../faces/json-schema.ts';

export class Components {
  readonly schemas: Record<string, JsonSchema> = {};

  /** The schema of an output, with references to named shapes. */
  output(schema: JsonSchema): JsonSchema {
    for (const [name, shape] of Object.entries(schema.$defs ?? {})) {
      this.schemas[name] ??= clean(asObject(shape), 'output');
    }
    return clean(schema, 'output');
  }

  /** The names of an output's fields. Call `output` first. */
  propertiesOf(schema: JsonSchema): string[] {
    const { $ref } = schema;
    const shape = $ref === undefined ? schema : this.schemas[nameIn($ref)];
    return Object.keys(shape?.properties ?? {});
  }
}

const nameIn = ($ref: string): string => $ref.replace(/^.*\//, '');

/**
 * A schema for the document: no patterns, which `format` says too, and outputs may have further fields.
 * References lead to the components.
 */
export function clean(schema: object, io: 'input' | 'output'): JsonSchema {
  const text = JSON.stringify(schema, (key, value: unknown) => {
    if (key === '$schema' || key === '$defs' || key === 'id') return dropIdOf(key, value);
    if (key === 'pattern' && typeof value === 'string') return undefined;
    if (key === 'additionalProperties' && value === false && io === 'output') return undefined;
    if (key === '$ref') return `#/components/schemas/${nameIn(String(value))}`;
    // Zod gives every integer the bounds of safe integers.
    if (/^(min|max)imum$/.test(key) && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER) {
      return undefined;
    }
    return value;
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same, with less in it.
  return JSON.parse(text) as JsonSchema;
}

/** `id` is the name of a shape where it is a text, and a field where it is a schema. */
const dropIdOf = (key: string, value: unknown): unknown =>
  key === 'id' && typeof value === 'object' ? value : undefined;
