import { useMutation } from '@tanstack/react-query';
import { type AuthAnswer, ask } from '../lib/auth-client.ts';
import { type PersonHeaders, usePersonHeaders } from '../lib/person-headers.ts';

/** For Better Auth's client: what goes with a call about one's own account. */
export interface CallOptions {
  headers: PersonHeaders;
}

/**
 * A call about one's own account, for a form; `call` passes the options on. It rejects with AuthFailure,
 * and when the session has ended or is another person's it leads away, as every other call does.
 */
export function useAccountCall<Input, Data>(
  call: (input: Input, options: CallOptions) => Promise<AuthAnswer<Data>>,
) {
  const headers = usePersonHeaders();
  // Who is offline is told so; a password must not wait in memory for a network.
  return useMutation({
    mutationFn: (input: Input) => ask(call(input, { headers })),
    networkMode: 'always',
    gcTime: 0,
  }).mutateAsync;
}
