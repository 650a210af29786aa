import type { Row } from './model.ts';

/** What a row names in a field, which may hold several names, or none. */
export function namesIn(row: Row, field: string): readonly unknown[] {
  const value = row[field];
  if (Array.isArray(value)) return value;
  return value === null || value === undefined ? [] : [value];
}
