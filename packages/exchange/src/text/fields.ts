// The fields of JSON that another program wrote: a field of another type counts as missing.
import { recordOf } from '@tydo/schemas/record';

/** A text; a number as its digits; otherwise undefined. An empty text is undefined. */
export function textIn(value: unknown, name: string): string | undefined {
  const field = recordOf(value)[name];
  if (typeof field === 'number') return String(field);
  return typeof field === 'string' && field !== '' ? field : undefined;
}

/** Whether it is true, in any of the ways that programs write it. */
export const isTrueIn = (value: unknown, name: string): boolean =>
  [true, 1, '1', 'true'].some((known) => recordOf(value)[name] === known);

export function listIn(value: unknown, name: string): unknown[] {
  const field = recordOf(value)[name];
  return Array.isArray(field) ? field : [];
}

export const textsIn = (value: unknown, name: string): string[] =>
  listIn(value, name).flatMap((item) =>
    typeof item === 'string' || typeof item === 'number' ? String(item) : [],
  );

/** The texts and numbers of fields that are in none of the names. */
export const otherFields = (value: unknown, known: ReadonlySet<string>): [string, string][] =>
  Object.entries(recordOf(value)).flatMap(([name, field]) =>
    known.has(name) || field === null || field === ''
      ? []
      : [[name, typeof field === 'string' ? field : JSON.stringify(field)] as [string, string]],
  );
