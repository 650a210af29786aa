import { createTydoClient, type TydoClient } from '@tydo/client';
import { recordOf } from '@tydo/schemas/record';
import type { Io } from './io.ts';
import { connectionOf } from './settings-file.ts';

/** The server of the settings. */
export function connect(io: Io, given?: string): TydoClient {
  const { url, token } = connectionOf(io, given);
  // Slow, rather than a command that ends while the server works on it.
  return createTydoClient({ url, timeout: 30_000, ...(token === undefined ? {} : { token }) });
}

/** Calls a procedure by its name. @throws TydoError */
export async function call(
  client: TydoClient,
  { path, type }: { path: string; type: string },
  input: unknown,
): Promise<unknown> {
  const [noun = '', verb = ''] = path.split('.');
  const method = type === 'query' ? 'query' : 'mutate';
  const procedure = recordOf(recordOf(recordOf(client)[noun])[verb])[method];
  if (typeof procedure !== 'function') throw new TypeError(`The client has no ${path}.`);
  const answer: unknown = await procedure(input);
  return answer;
}
