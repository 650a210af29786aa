// The unit of work is a door of its own: jobs and other apps come in by it, past the API. So it reads
// what it is given with the same schemas; for what they gave out already that changes nothing.
import { readInput, type Schema } from '@tydo/schemas/input';
import { Refusal } from './errors.ts';

/** The input as the schema gives it out. @throws Refusal BAD_REQUEST with what is wrong, by field. */
export function parseInput<T>(schema: Schema<T>, input: unknown): T {
  const read = readInput(schema, input);
  if ('zodError' in read) throw new Refusal('BAD_REQUEST', 'The input is not valid.', read);
  return read.data;
}
