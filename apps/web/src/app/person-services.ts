import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isTemporary, readRefusal } from '../lib/refusal.ts';
import { type RequestHeaders, requestHeaders } from '../lib/request-headers.ts';
import { type ApiClient, createApiClient } from '../lib/trpc.ts';
import { createToasts, type Toasts } from '../ui/toasts.ts';

/** What the page of one person works with: client, cache and messages. */
export interface PersonServices {
  /** For every call that does not go through `api`. */
  headers: RequestHeaders;
  api: ApiClient;
  queryClient: QueryClient;
  toasts: Toasts;
  open(): void;
  /** Stops all sending and clears the cache. */
  close(): void;
}

/** `onUnauthorized` is called when the session has ended or belongs to another person. */
export function createPersonServices(personId: string, onUnauthorized: () => void): PersonServices {
  const headers = requestHeaders(personId);
  let isOpen = true;
  const onError = (error: Error) => {
    if (isOpen && readRefusal(error).code === 'UNAUTHORIZED') onUnauthorized();
  };
  const queryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (_, error) => isOpen && isTemporary(readRefusal(error)),
        retryDelay: (attempt) => Math.min(1000 * 2 ** attempt, 10_000),
      },
    },
  });
  return {
    headers,
    api: createApiClient(headers, () => isOpen),
    queryClient,
    toasts: createToasts(),
    open() {
      isOpen = true;
    },
    close() {
      isOpen = false;
      // Deferred, because in development React's StrictMode closes and reopens each page once. Mutations
      // stay in their cache: the queued ones must still fail, so that their text is restored.
      setTimeout(() => isOpen || queryClient.getQueryCache().clear());
    },
  };
}
