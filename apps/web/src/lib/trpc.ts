import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import type { AppRouter } from '@tydo/api/router';
import { maxBatchSize, maxUrlLength } from '@tydo/schemas/wire';
import type { PersonHeaders } from './person-headers.ts';

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

export type ApiClient = ReturnType<typeof createApiClient>;

/** A call that was held back, because the person whose it is has left the page. */
export class Departed extends Error {}

// The server gives up after 5 s: what takes this long, in ms, has been lost on the way. A change is
// asked for again the sooner, being done once all the same.
const longestRead = 20_000;
const longestWrite = 8_000;

/**
 * The typed client of one person. While `isHere` says no, nothing is sent any more; what is sent says
 * whose it is, because the cookie may be somebody else's by then.
 */
export function createApiClient(headers: PersonHeaders, isHere: () => boolean) {
  return createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: '/trpc',
        maxItems: maxBatchSize,
        maxURLLength: maxUrlLength,
        headers,
        fetch(url, init) {
          if (!isHere()) return Promise.reject(new Departed());
          const longest = init?.method === 'POST' ? longestWrite : longestRead;
          return fetch(url, { ...init, signal: AbortSignal.timeout(longest) });
        },
      }),
    ],
  });
}
