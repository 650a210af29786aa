import { createAuthClient } from 'better-auth/react';

/** Better Auth's calls, on the page's own origin. */
export const authClient = createAuthClient({
  fetchOptions: {
    // Callers see the body and status of an error, but no headers: Retry-After is copied into the body.
    async onResponse({ response }) {
      if (response.status !== 429) return;
      const retryAfter = Number(response.headers.get('retry-after')) || undefined;
      const body: unknown = await response.json().catch(() => ({}));
      return Response.json({ ...Object(body), retryAfter }, { status: 429 });
    },
  },
});

/** An error of Better Auth. */
export interface AuthError {
  code?: string | undefined;
  /** The HTTP status; 0 when no response arrived. */
  status: number;
  /** Seconds to wait, with status 429. */
  retryAfter?: number | undefined;
}

export interface AuthResult<Data> {
  data: Data | null;
  error: AuthError | null;
}

/** A call of Better Auth has failed. */
export class AuthFailure extends Error {
  readonly refusal: AuthError;

  constructor(refusal: AuthError) {
    super('The call of Better Auth failed.');
    this.refusal = refusal;
  }
}

/** The data that one of `authClient`'s calls returns. @throws AuthFailure */
export async function unwrap<Data>(call: Promise<AuthResult<Data>>): Promise<Data | null> {
  const { data, error } = await call.catch(() => ({ data: null, error: { status: 0 } }));
  if (error) throw new AuthFailure(error);
  return data;
}
