/** The value of a key that stands in a file: not what every object inherits, such as `constructor`. */
export const lookUp = <Value>(
  record: Readonly<Record<string, Value>>,
  key: string,
): Value | undefined => (Object.hasOwn(record, key) ? record[key] : undefined);
