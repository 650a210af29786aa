/**
 * The fields of any value by their names, each unknown; none of null, undefined and what has no fields. Of an
 * object it is the object itself.
 */
export const recordOf = (value: unknown): Record<string, unknown> => Object(value);
