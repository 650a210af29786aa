// What calls of Better Auth's client return, and the client itself, loaded when it is needed.
import type { authClient } from './auth-client.ts';

/** Better Auth's client: its code is loaded with the first call. */
export const loadAuthClient = async (): Promise<typeof authClient> =>
  (await import('./auth-client.ts')).authClient;

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
