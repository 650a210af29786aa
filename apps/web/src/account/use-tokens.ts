import { useQuery, useQueryClient } from '@tanstack/react-query';
import { TRPCClientError } from '@trpc/client';
import type { TokenCreate, TokenCreated, TokenRead } from '@tydo/schemas/token';
import { AuthFailure } from '../lib/auth-call.ts';
import { useRequestHeaders } from '../lib/request-headers.ts';
import { createClient } from '../sync/client.ts';
import { useSessionEnded } from './session-ended.ts';

const tokensKey = ['tokens'];

/** The person's tokens, newest first. */
export function useTokens(): { tokens: TokenRead[] | undefined; error: Error | null } {
  const call = useTokenCall();
  const { data, error } = useQuery({
    queryKey: tokensKey,
    queryFn: () => call((token) => token.list.query()),
    retry: (_, cause) =>
      cause instanceof AuthFailure && [0, 429, 503].includes(cause.refusal.status),
  });
  return { tokens: data?.items, error };
}

/** How many of them work now. */
export const countWorking = (tokens: readonly TokenRead[], now: Date): number =>
  tokens.filter((token) => !hasExpired(token, now)).length;

export const hasExpired = ({ expiresAt }: TokenRead, now: Date): boolean =>
  expiresAt !== null && Date.parse(expiresAt) <= now.getTime();

/** They read the list again, and reject with AuthFailure. */
export function useTokenChanges() {
  const call = useTokenCall();
  const queryClient = useQueryClient();
  const reload = () => queryClient.invalidateQueries({ queryKey: tokensKey });
  return {
    create: async (input: TokenCreate): Promise<TokenCreated> => {
      const made = await call((token) => token.create.mutate(input));
      void reload();
      return made;
    },
    revoke: async (id: string): Promise<void> => {
      await call((token) => token.revoke.mutate({ id }));
      await reload();
    },
    revokeAll: async (): Promise<number> => {
      const { revoked } = await call((token) => token.revokeAll.mutate());
      await reload();
      return revoked;
    },
  };
}

type TokenClient = ReturnType<typeof createClient>['token'];

/** An ended session is handled as for every other call of the page. */
function useTokenCall() {
  const headers = useRequestHeaders();
  const onSessionEnded = useSessionEnded();
  return async <Data>(call: (token: TokenClient) => Promise<Data>): Promise<Data> => {
    try {
      return await call(createClient(headers).token);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.status === 401) onSessionEnded();
      throw new AuthFailure(refusal);
    }
  };
}

function refusalOf(error: unknown): AuthFailure['refusal'] {
  if (!(error instanceof TRPCClientError)) return { status: 0 };
  const data: { httpStatus?: number; code?: string; retryAfter?: number } = error.data ?? {};
  const { httpStatus: status = 0, retryAfter } = data;
  // The only refusal of a valid input: there are too many.
  const code = data.code === 'BAD_REQUEST' ? 'TOO_MANY_TOKENS' : undefined;
  return { status, code, retryAfter };
}
