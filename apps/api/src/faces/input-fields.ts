// What a face must know of a procedure's input: its fields, and what texts of an address can mean in them.
import { asObject, branches, type JsonSchema, jsonSchemaOf } from './json-schema.ts';
import type { Procedure } from './procedures.ts';

export interface InputField {
  name: string;
  schema: JsonSchema;
  isRequired: boolean;
  takes: { integer: boolean; boolean: boolean; text: boolean; list: boolean };
  /** For a field that is either a text or an object with one key: those keys. */
  keys: string[];
}

export interface InputFields {
  fields: Map<string, InputField>;
  /** Whether the procedure takes no input. */
  isNothing: boolean;
}

const known = new WeakMap<Procedure, InputFields>();

export function inputFieldsOf(procedure: Procedure): InputFields {
  let found = known.get(procedure);
  if (!found) known.set(procedure, (found = readFields(procedure)));
  return found;
}

function readFields({ input }: Procedure): InputFields {
  const schema = objectIn(jsonSchemaOf(input, 'input'));
  const entries = Object.entries(schema?.properties ?? {}).map(([name, value]) => {
    const field = asObject(value);
    const options = branches(field);
    const has = (type: string) => options.some((option) => typeOf(option) === type);
    const objects = options.filter((option) => option.properties);
    return {
      name,
      schema: field,
      isRequired: schema?.required?.includes(name) ?? false,
      takes: {
        integer: has('integer'),
        boolean: has('boolean'),
        text: has('string'),
        list: has('array'),
      },
      keys: has('string') ? objects.flatMap((option) => Object.keys(option.properties ?? {})) : [],
    };
  });
  return {
    fields: new Map(entries.map((field) => [field.name, field])),
    isNothing: schema === undefined,
  };
}

const objectIn = (schema: JsonSchema): JsonSchema | undefined =>
  branches(schema).find(({ properties }) => properties);

const typeOf = ({ type, enum: values }: JsonSchema) =>
  type ?? (values?.every((value) => typeof value === 'string') ? 'string' : undefined);
