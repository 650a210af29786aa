// What a replica asks of its server, over the typed client.

import { codeOf, type SyncApi } from '@tydo/replica/api';
import type { ImportAdd, ImportAdded } from '@tydo/schemas/import';
import type { OperationPage } from '@tydo/schemas/operation';
import type { SyncSnapshotInput, SyncSnapshotPage } from '@tydo/schemas/sync';
import { newUuid } from '@tydo/schemas/uuid';
import type { Refusal } from '../lib/refusal.ts';
import type { RequestHeaders } from '../lib/request-headers.ts';
import { createStore, type Store } from '../lib/store.ts';
import type { createClient } from './client.ts';

type Client = ReturnType<typeof createClient>;

/** It comes with the client: before that, nothing is refused. */
const loadRefusals = () => import('../lib/refusal.ts');

export interface PersonApi {
  sync: SyncApi;
  /** Why the last call failed; undefined after one that succeeded. */
  failure: Store<Refusal | undefined>;
  /** A page of the journal, newest first, of one task or of everything. @throws the error of the call */
  listOperations: (input: { task?: string; cursor?: string | null }) => Promise<OperationPage>;
  /** Adds rows of an import. @throws the error of the call */
  importRows: (input: ImportAdd) => Promise<ImportAdded>;
  /** Takes back an operation that this device may not know, all of it. @throws the error of the call */
  undoOperation: (id: string) => Promise<void>;
  /** A page of all rows, as the server has them. @throws the error of the call */
  snapshot: (input: SyncSnapshotInput) => Promise<SyncSnapshotPage>;
}

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
  // Tasks are shown without it: its code is loaded meanwhile. A failed load is tried again with the next call.
  let loading: Promise<Client> | undefined;
  let refusals: Awaited<ReturnType<typeof loadRefusals>> | undefined;
  async function load(): Promise<Client> {
    const [module, read] = await Promise.all([import('./client.ts'), loadRefusals()]);
    refusals = read;
    return module.createClient(headers);
  }
  const client = (): Promise<Client> => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  client().catch(() => undefined);

  function failed(error: unknown): void {
    const refusal: Refusal = refusals?.readRefusal(error) ?? { code: 'OFFLINE' };
    failure.set(() => refusal);
    if (refusal.code === 'UNAUTHORIZED') onUnauthorized();
  }
  async function report<T>(call: (client: Client) => Promise<T>): Promise<T> {
    try {
      const result = await call(await client());
      if (failure.get()) failure.set(() => undefined);
      return result;
    } catch (error) {
      failed(error);
      throw error;
    }
  }

  async function checkSession(): Promise<void> {
    try {
      await report((api) => api.operation.list.query({ limit: 1 }));
    } catch {
      // `report` has told.
    }
  }

  const snapshot: PersonApi['snapshot'] = (input) =>
    report((api) => api.sync.snapshot.query(input));

  return {
    snapshot,
    importRows: (input) => report((api) => api.import.add.mutate(input)),
    async undoOperation(id) {
      for (let left: number | undefined = 1; left; )
        ({ left } = await report((api) =>
          api.operation.undo.mutate({ id, operationId: newUuid() }),
        ));
    },
    sync: {
      snapshot,
      since: (input) => report((api) => api.operation.since.query(input)),
      async push(input) {
        const pushed = await report((api) => api.sync.push.mutate(input));
        // The server stopped at the last one, for a reason that passes by itself.
        const last = pushed.answers.at(-1);
        const refusal = last && 'error' in last ? refusals?.readRefusal(last.error) : undefined;
        if (refusal && refusals?.isPassing(refusal)) failure.set(() => refusal);
        return pushed;
      },
      watch(listeners) {
        let close = (): void => undefined;
        let isClosed = false;
        const onEnd = (error?: unknown) => {
          // It is of the session that it began with, and a new password gives this device another one:
          // whether the person is signed out, a call of now tells.
          if (codeOf(error) === 'UNAUTHORIZED') void checkSession();
          listeners.onEnd();
        };
        async function open(): Promise<void> {
          const { watchHead } = await import('./watch-head.ts');
          if (!isClosed) close = watchHead(personId, { ...listeners, onEnd });
        }
        open().catch(onEnd);
        return () => {
          isClosed = true;
          close();
        };
      },
    },
    failure,
    listOperations: ({ task, cursor }) =>
      report((api) =>
        api.operation.list.query({
          limit: 100,
          ...(task !== undefined && { noun: 'task', id: task }),
          ...(cursor != null && { cursor }),
        }),
      ),
  };
}
