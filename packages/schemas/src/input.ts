// What comes in, read by its schema: the same refusal at every door.
import * as z from 'zod/mini';
import type { ErrorData } from './error.ts';

// zod/mini has no words of its own beside "Invalid input". Programs get English ones; the page, which
// has its own, does not load this module.
z.config(z.locales.en());

/** A schema that gives out `T`. */
export type Schema<T> = z.ZodMiniType<T>;

/** What is wrong with an input, by field. */
export type InputProblems = NonNullable<ErrorData['zodError']>;

/** The input as the schema gives it out, or what is wrong with it. Accepted twice, it is the same. */
export function readInput<T>(
  schema: Schema<T>,
  input: unknown,
): { data: T } | { zodError: InputProblems } {
  const result = schema.safeParse(input);
  return result.success ? { data: result.data } : { zodError: problemsIn(result.error) };
}

/**
 * What is wrong, by field; deeper in a field with the place: `3.title: Write something here.` As many
 * problems as anybody reads: who sends 20,000 unknown fields gets them not all back.
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
