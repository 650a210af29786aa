import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { type PersonHeaders, personHeaders } from '../lib/person-headers.ts';
import { isTransient, readRefusal } from '../lib/refusal.ts';
import { type ApiClient, createApiClient } from '../lib/trpc.ts';
import { createToasts, type Toasts } from '../ui/toasts.ts';

/** One person's client, cache and messages. */
export interface PersonalSpace {
  /** With every call that is not one of `api`. */
  headers: PersonHeaders;
  api: ApiClient;
  queryClient: QueryClient;
  toasts: Toasts;
  open(): void;
  /** From now on nothing is sent, and nothing that was fetched is kept. */
  close(): void;
}

/** `onUnauthorized` is called when there is no session any more, or it is another person's. */
export function createPersonalSpace(personId: string, onUnauthorized: () => void): PersonalSpace {
  const headers = personHeaders(personId);
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
        retry: (_, error) => isOpen && isTransient(readRefusal(error)),
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
      // Later, because in development React closes and reopens each page once to try it. What waits in
      // the queue of changes must still hear that it was not sent, so that its text isn't lost.
      setTimeout(() => isOpen || queryClient.getQueryCache().clear());
    },
  };
}
