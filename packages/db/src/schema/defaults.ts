/** Stand in entities for SQL that each engine has in its own words (see schema.ts). */
export const now = 'now';
export const unfilled = 'unfilled';
