// What every face (REST, MCP, the command line, the reference) is made from: the procedures of the router.
import type { AnyRouter } from '@trpc/server';
import type * as z from 'zod/mini';
import type { Meta } from '../trpc/trpc.ts';

export interface Procedure {
  path: string;
  type: 'query' | 'mutation' | 'subscription';
  meta: Meta;
  input: z.core.$ZodType;
  output: z.core.$ZodType;
}

/** The untyped part of tRPC's procedures. */
interface BuiltProcedure {
  _def: {
    type: Procedure['type'];
    meta?: Partial<Meta>;
    inputs: z.core.$ZodType[];
    output?: z.core.$ZodType | { schema: z.core.$ZodType };
  };
}

/** All procedures by path. @throws Error that says what one of them lacks. */
export function proceduresOf(router: AnyRouter): Map<string, Procedure> {
  const built = Object.entries<BuiltProcedure>(router._def.procedures);
  return new Map(built.map(([path, { _def }]) => [path, procedureOf(path, _def)]));
}

function procedureOf(
  path: string,
  { type, meta, inputs, output }: BuiltProcedure['_def'],
): Procedure {
  const [input, ...more] = inputs;
  const { summary, http } = meta ?? {};
  if (!summary) throw new Error(`${path} has no summary: give it .meta({ summary }).`);
  if (http === undefined) {
    throw new Error(
      `${path} has no address: give it .meta({ http: 'GET /…' }), or http: false for none.`,
    );
  }
  if (!input || more.length > 0) {
    throw new Error(`${path} needs one .input(…); where it takes nothing, .input(Nothing).`);
  }
  if (!output) throw new Error(`${path} has no output: give it .output(…).`);
  return {
    path,
    type,
    meta: { ...meta, summary, http },
    input,
    output: 'schema' in output ? output.schema : output,
  };
}
