// `procedures.json`: what the command line knows of the router, which it does not load.
import type { AnyRouter } from '@trpc/server';
import { type JsonSchema, jsonSchemaOf } from './json-schema.ts';
import { type Procedure, proceduresOf } from './procedures.ts';

/** A procedure as `procedures.json` has it, in the order of the router. */
export interface DescribedProcedure {
  /** `task.update` */
  path: string;
  type: Procedure['type'];
  summary: string;
  /** When it fails with which code, beside the codes of every procedure. */
  errors: Record<string, string>;
  http: string | false;
  mcp: boolean;
  /** JSON Schema (2020-12) without patterns; `{}` where it takes nothing. Null is as good as nothing. */
  input: JsonSchema;
}

export const describeProcedures = (router: AnyRouter): DescribedProcedure[] =>
  [...proceduresOf(router).values()].map(({ path, type, meta, input }) => ({
    path,
    type,
    summary: meta.summary,
    errors: meta.errors ?? {},
    http: meta.http,
    mcp: meta.mcp ?? false,
    input: withoutPatterns(jsonSchemaOf(input, 'input')),
  }));

/** A pattern of a date or a UUID is 300 characters that `format` says too. */
export function withoutPatterns(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === '$schema' || (key === 'pattern' && typeof value === 'string') ? undefined : value,
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same, with less in it.
  return JSON.parse(text) as JsonSchema;
}
