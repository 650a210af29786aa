import { createAuthClient } from 'better-auth/react';

/** Better Auth's calls, on the page's own origin. */
export const authClient = createAuthClient();
