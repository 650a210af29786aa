import * as z from 'zod/mini';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** The JSON Schema of a Zod schema. `$defs` has the named shapes: those with `z.meta({ id })`. */
export const jsonSchemaOf = (schema: z.core.$ZodType, io: 'input' | 'output'): JsonSchema =>
  z.toJSONSchema(schema, {
    io,
    // Such as `Nothing`; `typeOf` of the reference throws for types that it does not know.
    unrepresentable: 'any',
    // Our own checks have their JSON Schema keywords in `params`.
    override: ({ zodSchema, jsonSchema }) => {
      for (const { _zod } of zodSchema._zod.def.checks ?? []) {
        if ('params' in _zod.def) Object.assign(jsonSchema, _zod.def.params);
      }
    },
  });

export const asObject = (schema: JsonSchema['items']): JsonSchema =>
  typeof schema === 'object' && !Array.isArray(schema) ? schema : {};

/** The alternatives of a schema, or itself. */
export const branches = (schema: JsonSchema): JsonSchema[] =>
  (schema.anyOf ?? schema.oneOf)?.map(asObject) ?? [schema];
