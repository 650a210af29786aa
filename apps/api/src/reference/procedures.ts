// Renders the reference of each procedure from the router.
import type { AnyRouter } from '@trpc/server';
import { Nothing } from '@tydo/schemas/wire';
import type * as z from 'zod/mini';
import type { Meta } from '../trpc/trpc.ts';
import { fieldsOf, type JsonSchema, jsonSchemaOf, typeOf } from './fields.ts';
import { paragraphs, table } from './markdown.ts';

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
  if (!meta?.summary) throw new Error(`${path} has no summary: give it .meta({ summary }).`);
  if (!input || more.length > 0) {
    throw new Error(`${path} needs one .input(…); where it takes nothing, .input(Nothing).`);
  }
  if (!output) throw new Error(`${path} has no output: give it .output(…).`);
  return {
    path,
    type,
    meta: { ...meta, summary: meta.summary },
    input,
    output: 'schema' in output ? output.schema : output,
  };
}

/** @param examples as Markdown. */
export function renderProcedure(
  { path, type, meta, input, output }: Procedure,
  examples: string[],
): string {
  const errors = Object.entries(meta.errors ?? {});
  const result = jsonSchemaOf(output, 'output');
  return paragraphs(
    `### ${path}`,
    `A ${type}. ${meta.summary}`,
    renderInput(input),
    result.properties ? paragraphs('Result:', outputTable(result)) : `Result: ${typeOf(result)}.`,
    errors.length === 0
      ? ''
      : paragraphs(
          'Errors, beside [those of every call](#errors):',
          errors.map(([code, when]) => `- \`${code}\`: ${when}`).join('\n'),
        ),
    examples.length > 1 ? 'Examples:' : 'Example:',
    ...examples,
  );
}

function renderInput(schema: z.core.$ZodType): string {
  if (schema === Nothing) return 'No input.';
  const intro = schema._zod.optin === 'optional' ? 'Input, optional:' : 'Input:';
  return paragraphs(intro, inputTable(schema));
}

export const inputTable = (schema: z.core.$ZodType): string =>
  table(
    ['field', 'type', 'limits', 'required', 'meaning'],
    fieldsOf(jsonSchemaOf(schema, 'input')).map(
      ({ name, type, limits, isRequired, default: standard, meaning }) => [
        `\`${name}\``,
        type,
        limits,
        isRequired ? 'yes' : standard === undefined ? 'no' : `no, default ${standard}`,
        meaning,
      ],
    ),
  );

export function outputTable(schema: JsonSchema): string {
  const fields = fieldsOf(schema);
  const isAlwaysSet = fields.every(({ isRequired }) => isRequired);
  return table(
    ['field', 'type', 'always', 'meaning'],
    fields.map(({ name, type, isRequired, meaning }) => [
      `\`${name}\``,
      type,
      isAlwaysSet ? '' : isRequired ? 'yes' : 'no',
      meaning,
    ]),
  );
}

export const linkToProcedure = (path: string): string =>
  `[${path}](#${path.toLowerCase().replace('.', '')})`;

/** Renders the named shapes, each once. */
export function renderShapes(procedures: Procedure[]): string {
  const shapes = procedures.flatMap(({ input, output }) =>
    Object.entries({
      ...jsonSchemaOf(input, 'input').$defs,
      ...jsonSchemaOf(output, 'output').$defs,
    }),
  );
  return [...new Map(shapes)]
    .map(([name, shape]) =>
      paragraphs(`### ${name}`, shape.properties ? outputTable(shape) : typeOf(shape)),
    )
    .join('\n\n');
}
