import type { AuthContext } from 'better-auth';

/** Direct access to Better Auth's tables. `findMany` returns at most 100 rows by default. */
export type BetterAuthAdapter = Pick<AuthContext['adapter'], 'findOne' | 'findMany' | 'deleteMany'>;
