import { useMutation } from '@tanstack/react-query';
import { type AuthResult, unwrap } from '../lib/auth-client.ts';
import { type RequestHeaders, useRequestHeaders } from '../lib/request-headers.ts';

/** Options for calls of Better Auth's client that concern the signed-in person's account. */
export interface CallOptions {
  headers: RequestHeaders;
}

/**
 * Wraps a call that concerns the signed-in person's account; `call` passes the options on to Better Auth.
 * It rejects with AuthFailure. An ended session is handled as for every other call of the page.
 */
export function useAccountCall<Input, Data>(
  call: (input: Input, options: CallOptions) => Promise<AuthResult<Data>>,
) {
  const headers = useRequestHeaders();
  // Offline it fails at once: a password must not stay in memory until there is a network.
  return useMutation({
    mutationFn: (input: Input) => unwrap(call(input, { headers })),
    networkMode: 'always',
    gcTime: 0,
  }).mutateAsync;
}
