// Apart from `token.ts`: errors name it, and the page has those before it needs tokens.

/** What a procedure needs: `account` is never granted to a token. */
export const accesses = ['read', 'write', 'account'] as const;
export type Access = (typeof accesses)[number];
