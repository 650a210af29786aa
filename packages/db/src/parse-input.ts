// Jobs and other apps call the unit of work without the API, so it parses its inputs with the same schemas.
// Parsing an input that was parsed already changes nothing.
import { readInput, type Schema } from '@tydo/schemas/input';
import { Refusal } from './errors.ts';

/** The schema's output for an input. @throws Refusal BAD_REQUEST with the problems by field. */
export function parseInput<T>(schema: Schema<T>, input: unknown): T {
  const read = readInput(schema, input);
  if ('zodError' in read) throw new Refusal('BAD_REQUEST', 'The input is not valid.', read);
  return read.data;
}
