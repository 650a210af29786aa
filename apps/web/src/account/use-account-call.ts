import { type AuthError, AuthFailure, type AuthResult, unwrap } from '../lib/auth-call.ts';
import { type RequestHeaders, useRequestHeaders } from '../lib/request-headers.ts';
import { useSessionEnded } from './session-ended.ts';

/** Options for calls of Better Auth's client that concern the signed-in person's account. */
export interface CallOptions {
  headers: RequestHeaders;
}

/** A wrong code ends no session. */
const isSessionEnd = ({ status, code = '' }: AuthError): boolean =>
  status === 401 && code !== 'INVALID_CODE' && code !== 'CODE_ALREADY_USED';

/**
 * Wraps a call that concerns the signed-in person's account; `call` passes the options on to Better Auth.
 * It rejects with AuthFailure. An ended session is handled as for every other call of the page.
 */
export function useAccountCall<Input, Data>(
  call: (input: Input, options: CallOptions) => Promise<AuthResult<Data>>,
) {
  const headers = useRequestHeaders();
  const onSessionEnded = useSessionEnded();
  return async (input: Input): Promise<Data | null> => {
    try {
      return await unwrap(call(input, { headers }));
    } catch (error) {
      if (error instanceof AuthFailure && isSessionEnd(error.refusal)) onSessionEnded();
      throw error;
    }
  };
}
