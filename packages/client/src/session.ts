// The calls of one session, over tRPC's own links.
import {
  createTRPCUntypedClient,
  httpBatchLink,
  httpLink,
  type Operation,
  splitLink,
  type TRPCUntypedClient,
} from '@trpc/client';
import type { AppRouter } from '@tydo/api/router';
import { maxBatchSize, maxBodyBytes, maxUrlLength, personHeader } from '@tydo/schemas/wire';
import { unexpectedResponse } from './error.ts';
import { byteLength, type FetchJson, toJson } from './fetch-json.ts';

/** Whose calls they are. */
export interface Caller {
  token?: string | undefined;
  /** Known after a sign-in; not where only a token was given. */
  personId?: string | undefined;
}

/** The headers that say whose calls they are. */
export const headersOf = ({ token, personId }: Caller): Record<string, string> => ({
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
  ...(personId !== undefined && { [personHeader]: personId }),
});

/** Whose calls, and how they are made. */
export interface ClientSession {
  caller: Caller;
  calls: TRPCUntypedClient<AppRouter>;
}

/** A call keeps its session: it may be retried after another user has signed in. */
export function openSession(origin: string, caller: Caller, fetchJson: FetchJson): ClientSession {
  const options = {
    url: `${origin}/trpc`,
    headers: headersOf(caller),
    // tRPC always gives a string; its type is wider, for the fetch of other platforms.
    fetch: (url: unknown, init?: Parameters<FetchJson>[1]) => fetchJson(String(url), init ?? {}),
  };
  const fetchBatch: typeof options.fetch = async (url, init) => {
    const response = await options.fetch(url, init);
    const [json, calls] = [await response.json(), new URL(String(url)).pathname.split(',')];
    if (Array.isArray(json) && json.length !== calls.length) throw unexpectedResponse(response);
    return response;
  };
  const calls = createTRPCUntypedClient<AppRouter>({
    links: [
      splitLink({
        condition: isTooLargeToBatch,
        true: httpLink(options),
        false: httpBatchLink({
          ...options,
          fetch: fetchBatch,
          maxItems: maxBatchSize,
          maxURLLength: maxUrlLength,
        }),
      }),
    ],
  });
  return { caller, calls };
}

/** tRPC does not limit the body of a batch, so 20 calls of the largest batched size must fit. */
function isTooLargeToBatch({ type, input }: Operation): boolean {
  const text = toJson(input ?? null);
  return type === 'query'
    ? encodeURIComponent(text).length > maxUrlLength - 500
    : byteLength(text) > maxBodyBytes / maxBatchSize - 20;
}
