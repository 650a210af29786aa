import type { AuthContext } from 'better-auth';

/** Better Auth's way to its tables, for what it has no endpoint for. Its lists end after 100 by default. */
export type AuthAdapter = Pick<AuthContext['adapter'], 'findOne' | 'findMany' | 'deleteMany'>;
