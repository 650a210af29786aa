import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { passesByItself, readRefusal } from '../lib/refusal.ts';
import { type ApiClient, createApiClient } from '../lib/trpc.ts';
import { createToasts, type Toasts } from '../ui/toasts.ts';

/** One person's client, cache and messages. */
export interface PersonalSpace {
  api: ApiClient;
  queryClient: QueryClient;
  toasts: Toasts;
  open(): void;
  /** From now on nothing is sent, and nothing that was fetched is kept. */
  close(): void;
}

/** `onUnauthorized` is called when the server doesn't know the session any more. */
export function createPersonalSpace(onUnauthorized: () => void): PersonalSpace {
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
        retry: (_, error) => isOpen && passesByItself(readRefusal(error)),
        retryDelay: (attempt) => Math.min(1000 * 2 ** attempt, 10_000),
      },
    },
  });
  return {
    api: createApiClient(() => isOpen),
    queryClient,
    toasts: createToasts(),
    open() {
      isOpen = true;
    },
    close() {
      isOpen = false;
      // Later, because in development React closes and reopens each page once to try it. What waits in
      // the queue of changes must still hear that it was not sent, so that its text isn't lost.
      setTimeout(() => isOpen || queryClient.getQueryCache().clear());
    },
  };
}
