// The real server, as a device sees it: over HTTP, by the typed client that the page uses too.
import { createTRPCClient, httpLink } from '@trpc/client';
import type { AppRouter } from '@tydo/api/router';
import { newAccount, type TestServer } from '@tydo/api/testing';
import type { SyncApi } from '../api.ts';

/** The calls of a new person. Nothing is watched: a test wakes its devices. */
export async function newPersonOf({ url }: Pick<TestServer, 'url'>): Promise<SyncApi> {
  const response = await fetch(`${url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(newAccount()),
  });
  const { token } = (await response.json()) as { token: string };
  const headers = { authorization: `Bearer ${token}` };
  const client = createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/trpc`, headers })],
  });
  return {
    snapshot: (input) => client.sync.snapshot.query(input),
    since: (input) => client.operation.since.query(input),
    push: (input) => client.sync.push.mutate(input),
    watch: () => () => {},
  };
}
