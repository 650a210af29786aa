// Parsing an input: the API and the unit of work report the same problems.
import * as z from 'zod/mini';
import type { ErrorData } from './error.ts';

// zod/mini has no messages but "Invalid input". Programs get the English ones; the page has its own and
// does not load this module.
z.config(z.locales.en());

/** A schema whose output is a `T`. */
export type Schema<T> = z.ZodMiniType<T>;

/** The problems of an input, by field. */
export type InputProblems = NonNullable<ErrorData['zodError']>;

/** The output of the schema, or the problems of the input. Parsing the output again gives the same. */
export function readInput<T>(
  schema: Schema<T>,
  input: unknown,
): { data: T } | { zodError: InputProblems } {
  const result = schema.safeParse(input);
  return result.success ? { data: result.data } : { zodError: problemsIn(result.error) };
}

/**
 * The problems by field, with the path inside the field: `3.title: Write something here.` At most 20
 * fields with 20 problems each, so that 20,000 unknown fields are not all listed.
 */
export function problemsIn(error: z.core.$ZodError): InputProblems {
  const { formErrors, fieldErrors } = z.flattenError(error, ({ path: [, ...place], message }) =>
    place.length === 0 ? message : `${place.join('.')}: ${message}`,
  );
  const cut = (texts: string[]) => texts.slice(0, 20).map((text) => text.slice(0, 500));
  const fields: Record<string, string[] | undefined> = fieldErrors;
  const entries = Object.entries(fields).slice(0, 20);
  return {
    formErrors: cut(formErrors),
    fieldErrors: Object.fromEntries(entries.map(([name, texts = []]) => [name, cut(texts)])),
  };
}
