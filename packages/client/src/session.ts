// The calls of one person, over tRPC's own links.
import {
  createTRPCUntypedClient,
  httpBatchLink,
  httpLink,
  type Operation,
  splitLink,
} from '@trpc/client';
import type { AppRouter } from '@tydo/api/router';
import { maxBatchSize, maxBodyBytes, maxUrlLength, personHeader } from '@tydo/schemas/wire';
import { foreign } from './error.ts';
import { byteLength, type Send, toJson } from './send.ts';

/** Who calls. */
export interface Caller {
  token?: string | undefined;
  /** Known after a sign-in; of a token alone it is not. */
  personId?: string | undefined;
}

/** The headers that say so. */
export const headersOf = ({ token, personId }: Caller): Record<string, string> => ({
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
  ...(personId !== undefined && { [personHeader]: personId }),
});

/** Whose calls they are stays, whoever signs in later: a read may be tried again long after. */
export function openSession(origin: string, caller: Caller, send: Send) {
  const options = {
    url: `${origin}/trpc`,
    headers: headersOf(caller),
    // What tRPC gives is a text always; its type is wider, for other platforms' fetch.
    fetch: (url: unknown, init?: Parameters<Send>[1]) => send(String(url), init ?? {}),
  };
  const batch: typeof options.fetch = async (url, init) => {
    const answer = await options.fetch(url, init);
    const [json, calls] = [await answer.json(), new URL(String(url)).pathname.split(',')];
    if (Array.isArray(json) && json.length !== calls.length) throw foreign(answer);
    return answer;
  };
  const calls = createTRPCUntypedClient<AppRouter>({
    links: [
      splitLink({
        condition: travelsAlone,
        true: httpLink(options),
        false: httpBatchLink({
          ...options,
          fetch: batch,
          maxItems: maxBatchSize,
          maxURLLength: maxUrlLength,
        }),
      }),
    ],
  });
  return { caller, calls };
}

/** tRPC's batches know no size of a body: so 20 of the largest that share one must fit. */
function travelsAlone({ type, input }: Operation): boolean {
  const text = toJson(input ?? null);
  return type === 'query'
    ? encodeURIComponent(text).length > maxUrlLength - 500
    : byteLength(text) > maxBodyBytes / maxBatchSize - 20;
}
