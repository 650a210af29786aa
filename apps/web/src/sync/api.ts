// What a replica asks of its server, over the typed client.

import { createTRPCClient, httpLink } from '@trpc/client';
import type { AppRouter } from '@tydo/api/router';
import type { SyncApi } from '@tydo/replica/api';
import { isTransient } from '@tydo/schemas/error';
import type { OperationPage } from '@tydo/schemas/operation';
import { SyncPushed } from '@tydo/schemas/sync';
import { type Refusal, readRefusal } from '../lib/refusal.ts';
import type { RequestHeaders } from '../lib/request-headers.ts';
import { createStore, type Store } from '../lib/store.ts';
import { watchHead } from './watch-head.ts';

// A snapshot page may have 1 MiB, and a push 256 KiB, over a slow network.
const timeoutMs = 60_000;

export interface PersonApi {
  sync: SyncApi;
  /** Why the last call failed; undefined after one that succeeded. */
  failure: Store<Refusal | undefined>;
  /** A page of the journal, newest first, of one task or of everything. @throws the error of the call */
  listOperations: (input: { task?: string; cursor?: string | null }) => Promise<OperationPage>;
}

const isPassing = ({ code }: Refusal): boolean =>
  code === 'INTERNAL_SERVER_ERROR' || isTransient(code);

/**
 * @param headers name the person, because the session cookie may be another person's by then.
 * @param onUnauthorized is called when the session has ended or belongs to another person.
 */
export function createPersonApi(
  personId: string,
  headers: RequestHeaders,
  onUnauthorized: () => void,
): PersonApi {
  const failure = createStore<Refusal | undefined>(undefined);
  const client = createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: '/trpc',
        headers,
        fetch: (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
      }),
    ],
  });

  function failed(error: unknown): void {
    const refusal = readRefusal(error);
    failure.set(() => refusal);
    if (refusal.code === 'UNAUTHORIZED') onUnauthorized();
  }
  async function report<T>(call: Promise<T>): Promise<T> {
    try {
      const result = await call;
      if (failure.get()) failure.set(() => undefined);
      return result;
    } catch (error) {
      failed(error);
      throw error;
    }
  }

  return {
    sync: {
      snapshot: (input) => report(client.sync.snapshot.query(input)),
      since: (input) => report(client.operation.since.query(input)),
      async push(input) {
        const pushed = SyncPushed.parse(await report(client.sync.push.mutate(input)));
        // The server stopped at the last one, for a reason that passes by itself.
        const last = pushed.answers.at(-1);
        const refusal = last && 'error' in last ? readRefusal(last.error) : undefined;
        if (refusal && isPassing(refusal)) failure.set(() => refusal);
        return pushed;
      },
      watch: (listeners) =>
        watchHead(personId, {
          ...listeners,
          onEnd(error) {
            if (readRefusal(error).code === 'UNAUTHORIZED') onUnauthorized();
            listeners.onEnd(error);
          },
        }),
    },
    failure,
    listOperations: ({ task, cursor }) =>
      report(
        client.operation.list.query({
          limit: 100,
          ...(task !== undefined && { noun: 'task', id: task }),
          ...(cursor != null && { cursor }),
        }),
      ),
  };
}
