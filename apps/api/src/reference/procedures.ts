// Renders the reference of each procedure from the router.
import { Nothing } from '@tydo/schemas/wire';
import type * as z from 'zod/mini';
import { type JsonSchema, jsonSchemaOf } from '../faces/json-schema.ts';
import type { Procedure } from '../faces/procedures.ts';
import { fieldsOf, typeOf } from './fields.ts';
import { paragraphs, table } from './markdown.ts';

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
