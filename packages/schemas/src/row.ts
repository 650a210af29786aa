// Fields that the rows of several nouns have: ids, names, colors, places in an order, times.
import * as z from 'zod/mini';
import { atMost, notBlank, singleLine, storable } from './text.ts';

/** Characters of an id that a caller chooses, and of a rank. */
export const rowLimits = { id: 255, rank: 64 } as const;

/** A name that the maker of a row gives it: a task's `uid`, the `id` of every other noun. */
export const chosenId = z.string().check(
  z.refine((text) => /^[!-~]+$/.test(text) && text.length <= rowLimits.id, {
    error: `Use 1 to ${rowLimits.id} visible ASCII characters.`,
    params: { minLength: 1, maxLength: rowLimits.id },
  }),
);

export const timestamp = z.iso.datetime({ precision: 3 });

/** With an update: refused where the row has changed since the caller read it. */
export const ifUpdatedAt = z.optional(
  timestamp.check(z.describe('The `updatedAt` that you have. CONFLICT where the row has another.')),
);

/** One line with a visible character, trimmed; at most `max` code points. */
export const nameOf = (max: number) =>
  z
    .string()
    .check(
      z.trim(),
      notBlank(),
      atMost(max),
      singleLine,
      storable,
      z.describe('One line with a visible character. It is trimmed before it is counted.'),
    );

/** A name that a filter's query can quote. */
export const quotableNameOf = (max: number) =>
  nameOf(max).check(z.refine((text) => !text.includes('"'), { error: 'Leave out the ".' }));

export const colors = [
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'purple',
  'gray',
] as const;
export const color = z.nullable(z.enum(colors));
export type Color = (typeof colors)[number];

export const rank = z.string().check(z.describe('Its sort key, compared by bytes.'));

/** Two places in an order, of which an input names at most one. @param sibling names a row. */
export const placesOf = <Name extends z.ZodMiniType>(sibling: Name) => ({
  before: z.optional(sibling).check(z.describe('The row that it comes before.')),
  after: z
    .optional(sibling)
    .check(z.describe('The row that it comes after. Where it is not there, the place is the end.')),
});

/** Refuses an input with both `before` and `after`. */
export const onePlace = z.refine<{ before?: unknown; after?: unknown }>(
  ({ before, after }) => before === undefined || after === undefined,
  { path: ['after'], error: 'Name `before` or `after`, not both.' },
);
