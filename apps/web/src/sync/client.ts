import { createTRPCClient, httpLink } from '@trpc/client';
import type { AppRouter } from '@tydo/api/router';
import type { RequestHeaders } from '../lib/request-headers.ts';

// The server answers within 5 s. The rest is for 1 MiB over a slow network; a connection that is gone
// without a word holds up what waits for no longer than this.
const timeoutMs = 20_000;

/** The typed client of one person. @param headers name the person. */
export const createClient = (headers: RequestHeaders) =>
  createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: '/trpc',
        headers,
        fetch: (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
      }),
    ],
  });
