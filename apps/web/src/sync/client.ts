import { createTRPCClient, httpLink } from '@trpc/client';
import type { AppRouter } from '@tydo/api/router';
import type { RequestHeaders } from '../lib/request-headers.ts';

// A snapshot page may have 1 MiB, and a push 256 KiB, over a slow network.
const timeoutMs = 60_000;

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
