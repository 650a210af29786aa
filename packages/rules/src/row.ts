/** Fields to change; a field that is missing or undefined stays as it is. */
export type Changes<Row> = { [Field in keyof Row]?: Row[Field] | undefined };

/**
 * What a row becomes. Values are compared as JSON, so that equal arrays are equal. The same object where
 * nothing changes; otherwise a new one with a later `updatedAt`: `now`, or one millisecond after the old
 * one where `now` is not later.
 *
 * @param now ISO timestamp with milliseconds, as `updatedAt`.
 */
export function changed<Row extends { updatedAt: string }>(
  row: Row,
  changes: Changes<Row>,
  now: string,
): Row {
  const after = { ...row };
  let same = true;
  for (const field in changes) {
    const value = changes[field];
    if (value === undefined || JSON.stringify(value) === JSON.stringify(row[field])) continue;
    after[field] = value;
    same = false;
  }
  if (same) return row;
  return { ...after, updatedAt: later(row, now) };
}

/** The next `updatedAt` of a row: `now`, or one millisecond after the old one where `now` is not later. */
export function later({ updatedAt }: { updatedAt: string }, now: string): string {
  const next = new Date(Date.parse(updatedAt) + 1).toISOString();
  return now > next ? now : next;
}

/** An input without the fields that are undefined. */
export function given<Input extends object>(
  input: Input,
): { [Field in keyof Input]: Exclude<Input[Field], undefined> } {
  const entries = Object.entries(input).filter(([, value]) => value !== undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.entries forgets the type of the keys.
  return Object.fromEntries(entries) as ReturnType<typeof given<Input>>;
}

/** The fields of a row that `shape` has. */
export function picked<Row extends object, Field extends keyof Row>(
  row: Row,
  shape: { [Name in Field]?: unknown },
): Pick<Row, Field> {
  const entries = Object.entries(row).filter(([name]) => Object.hasOwn(shape, name));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.entries forgets the type of the keys.
  return Object.fromEntries(entries) as Pick<Row, Field>;
}
