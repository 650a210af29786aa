import { useMutation } from '@tanstack/react-query';
import { type AuthAnswer, ask } from '../lib/auth-client.ts';

/**
 * A call about one's own account, for a form. It rejects with AuthFailure, and when the session has
 * ended it leads to the sign-in, as every other call does.
 */
export function useAccountCall<Input, Data>(call: (input: Input) => Promise<AuthAnswer<Data>>) {
  // Who is offline is told so; a password must not wait in memory for a network.
  return useMutation({
    mutationFn: (input: Input) => ask(call(input)),
    networkMode: 'always',
    gcTime: 0,
  }).mutateAsync;
}
