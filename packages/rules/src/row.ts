/** New values of fields. A field that is missing or undefined is not changed. */
export type Changes<Row> = { [Field in keyof Row]?: Row[Field] | undefined };

/**
 * The row after a change: the same object where no value differs, otherwise a new one with the next
 * `updatedAt`. Values are compared as JSON, so that equal arrays are equal.
 *
 * @param now ISO timestamp with milliseconds, like `updatedAt`.
 */
export function applyChanges<Row extends { updatedAt: string }>(
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
  return { ...after, updatedAt: nextUpdatedAt(row, now) };
}

/** `now`, or one millisecond after the row's `updatedAt` where `now` is not later. */
export function nextUpdatedAt({ updatedAt }: { updatedAt: string }, now: string): string {
  const next = new Date(Date.parse(updatedAt) + 1).toISOString();
  return now > next ? now : next;
}

/** The fields of an input that are not undefined. */
export function withoutUndefined<Input extends object>(
  input: Input,
): { [Field in keyof Input]: Exclude<Input[Field], undefined> } {
  const entries = Object.entries(input).filter(([, value]) => value !== undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.entries loses the type of the keys.
  return Object.fromEntries(entries) as ReturnType<typeof withoutUndefined<Input>>;
}

/** The fields of a row that are in `shape`. */
export function pickFields<Row extends object, Field extends keyof Row>(
  row: Row,
  shape: { [Name in Field]?: unknown },
): Pick<Row, Field> {
  const entries = Object.entries(row).filter(([name]) => Object.hasOwn(shape, name));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.entries loses the type of the keys.
  return Object.fromEntries(entries) as Pick<Row, Field>;
}
