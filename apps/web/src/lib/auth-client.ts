import { createAuthClient } from 'better-auth/react';

/** Better Auth's calls, on the page's own origin. */
export const authClient = createAuthClient({
  fetchOptions: {
    // A caller gets the body of a refusal and its status, but no header: so the wait goes there.
    async onResponse({ response }) {
      if (response.status !== 429) return;
      const retryAfter = Number(response.headers.get('retry-after')) || undefined;
      const body: unknown = await response.json().catch(() => ({}));
      return Response.json({ ...Object(body), retryAfter }, { status: 429 });
    },
  },
});

/** How Better Auth refuses. */
export interface AuthError {
  code?: string | undefined;
  /** Of the answer; 0 when there was none. */
  status: number;
  /** Seconds to wait, with a 429. */
  retryAfter?: number | undefined;
}

export interface AuthAnswer<Data> {
  data: Data | null;
  error: AuthError | null;
}

/** What `ask` throws. */
export class AuthFailure extends Error {
  readonly refusal: AuthError;

  constructor(refusal: AuthError) {
    super('Better Auth refused.');
    this.refusal = refusal;
  }
}

/** What was answered to one of `authClient`'s calls. @throws AuthFailure */
export async function ask<Data>(call: Promise<AuthAnswer<Data>>): Promise<Data | null> {
  const { data, error } = await call.catch(() => ({ data: null, error: { status: 0 } }));
  if (error) throw new AuthFailure(error);
  return data;
}
