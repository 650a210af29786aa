// The calls of one person, over tRPC's own links.
import {
  createTRPCUntypedClient,
  httpBatchLink,
  httpLink,
  type Operation,
  splitLink,
} from '@trpc/client';
import type { AppRouter } from '@tydo/api/router';
import { maxBatchSize, maxBodyBytes } from '@tydo/schemas/wire';
import { byteLength, maxUrlLength, type Send } from './send.ts';

/** Whose calls they are stays, whoever signs in later: a read may be tried again long after. */
export function openSession(origin: string, token: string | undefined, send: Send) {
  const options = {
    url: `${origin}/trpc`,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    // What tRPC gives is a text always; its type is wider, for other platforms' fetch.
    fetch: (url: unknown, init?: Parameters<Send>[1]) => send(String(url), init ?? {}),
  };
  const calls = createTRPCUntypedClient<AppRouter>({
    links: [
      splitLink({
        condition: travelsAlone,
        true: httpLink(options),
        false: httpBatchLink({ ...options, maxItems: maxBatchSize, maxURLLength: maxUrlLength }),
      }),
    ],
  });
  return { token, calls };
}

/** tRPC's batches know no size of a body: so 20 of the largest that share one must fit. */
function travelsAlone({ type, input }: Operation): boolean {
  const text = JSON.stringify(input ?? null);
  return type === 'query'
    ? encodeURIComponent(text).length > maxUrlLength - 500
    : byteLength(text) > maxBodyBytes / maxBatchSize - 20;
}
