/** Placeholders in entities for SQL that differs between the engines (orm.ts replaces them). */
export const now = 'now';
export const unfilled = 'unfilled';
