import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import type { AppRouter } from '@tydo/api/router';
import { maxBatchSize, maxUrlLength } from '@tydo/schemas/wire';
import type { RequestHeaders } from './request-headers.ts';

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

export type ApiClient = ReturnType<typeof createApiClient>;

/** The call was not sent, because its person's page is closed. */
export class PageClosedError extends Error {}

// The server answers within 5 s: a call that takes longer than this was lost on the way. A write is
// retried sooner, because its operationId makes that safe.
const readTimeoutMs = 20_000;
const writeTimeoutMs = 8_000;

/**
 * The typed client of one person. It sends nothing while `isOpen` returns false. `headers` name the
 * person, because the session cookie may be another person's by then.
 */
export function createApiClient(headers: RequestHeaders, isOpen: () => boolean) {
  return createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: '/trpc',
        maxItems: maxBatchSize,
        maxURLLength: maxUrlLength,
        headers,
        fetch(url, init) {
          if (!isOpen()) return Promise.reject(new PageClosedError());
          const timeoutMs = init?.method === 'POST' ? writeTimeoutMs : readTimeoutMs;
          return fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
        },
      }),
    ],
  });
}
