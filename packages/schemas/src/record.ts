/**
 * Any value as a record of unknown fields: an object is returned as it is; a value without fields, such as
 * null, is a record without any.
 */
export const recordOf = (value: unknown): Record<string, unknown> => Object(value);
