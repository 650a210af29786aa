// The reference of each procedure, from what the router knows of it.
import type { AnyRouter } from '@trpc/server';
import { Nothing } from '@tydo/schemas/wire';
import type * as z from 'zod/mini';
import type { About } from '../trpc/procedures.ts';
import { fieldsOf, type JsonSchema, jsonSchemaOf, typeOf } from './fields.ts';
import { paragraphs, table } from './markdown.ts';

export interface Procedure {
  path: string;
  type: 'query' | 'mutation';
  about: About;
  input: z.core.$ZodType;
  output: z.core.$ZodType;
}

/** What tRPC keeps of a procedure and does not type. */
interface Built {
  _def: {
    type: Procedure['type'];
    meta?: Partial<About>;
    inputs: z.core.$ZodType[];
    output?: z.core.$ZodType | { schema: z.core.$ZodType };
  };
}

/** All procedures by path. @throws Error that says what one of them does not tell of itself. */
export function proceduresOf(router: AnyRouter): Map<string, Procedure> {
  const built = Object.entries<Built>(router._def.procedures);
  return new Map(built.map(([path, { _def }]) => [path, procedureOf(path, _def)]));
}

function procedureOf(path: string, { type, meta, inputs, output }: Built['_def']): Procedure {
  const [input, ...more] = inputs;
  if (!meta?.does) throw new Error(`${path} does not say what it does: give it .meta({ does }).`);
  if (!input || more.length > 0) {
    throw new Error(`${path} needs one .input(…); where it takes nothing, .input(Nothing).`);
  }
  if (!output) throw new Error(`${path} does not say what it answers: give it .output(…).`);
  const answered = 'schema' in output ? output.schema : output;
  return { path, type, about: { ...meta, does: meta.does }, input, output: answered };
}

/** @param examples calls of it and their answers, as they are shown. */
export function sectionOf({ path, type, about, input, output }: Procedure, examples: string[]) {
  const refuses = Object.entries(about.refuses ?? {});
  const answer = jsonSchemaOf(output, 'output');
  return paragraphs(
    `### ${path}`,
    `A ${type}. ${about.does}`,
    inputPart(input),
    answer.properties ? paragraphs('Answer:', outputTable(answer)) : `Answer: ${typeOf(answer)}.`,
    refuses.length === 0
      ? ''
      : paragraphs(
          'Refuses, beside [what every call may be refused with](#refusals):',
          refuses.map(([code, when]) => `- \`${code}\`: ${when}`).join('\n'),
        ),
    examples.length > 1 ? 'Examples:' : 'Example:',
    ...examples,
  );
}

function inputPart(schema: z.core.$ZodType): string {
  if (schema === Nothing) return 'It takes no input.';
  const intro = schema._zod.optin === 'optional' ? 'Input, which may be left out:' : 'Input:';
  return paragraphs(intro, inputTable(schema));
}

export const inputTable = (schema: z.core.$ZodType): string =>
  table(
    ['field', 'type', 'limits', 'required', 'meaning'],
    fieldsOf(jsonSchemaOf(schema, 'input')).map(
      ({ name, type, limits, isRequired, standard, meaning }) => [
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
  const isAlways = fields.every(({ isRequired }) => isRequired);
  return table(
    ['field', 'type', 'always', 'meaning'],
    fields.map(({ name, type, isRequired, meaning }) => [
      `\`${name}\``,
      type,
      isAlways ? '' : isRequired ? 'yes' : 'no',
      meaning,
    ]),
  );
}

export const linkToProcedure = (path: string): string =>
  `[${path}](#${path.toLowerCase().replace('.', '')})`;

/** The shapes that have a name, each once. */
export function shapesOf(procedures: Procedure[]): string {
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
