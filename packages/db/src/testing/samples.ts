// Finds valid values of a schema by trying, for tests that iterate over all fields.
import type { Schema } from '@tydo/schemas/input';

const candidates: readonly unknown[] = [
  'one',
  'two',
  true,
  false,
  null,
  5,
  9,
  ['x'],
  ['x', 'y'],
  '2026-12-24',
  '2026-12-24T09:00',
  'red',
  'green',
];

/** At least two different values. @throws Error if too few candidates are valid: add some. */
export function samplesOf(name: string, schema: Schema<unknown>): unknown[] {
  const taken = candidates.flatMap((candidate) => {
    const read = schema.safeParse(candidate);
    return read.success ? [read.data] : [];
  });
  const different = new Map(taken.map((value) => [JSON.stringify(value), value]));
  if (different.size < 2) throw new Error(`There are no samples of ${name}: see samples.ts.`);
  return [...different.values()];
}
