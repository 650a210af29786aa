// The calls of one person, over tRPC's own links.
import {
  createTRPCUntypedClient,
  httpBatchLink,
  httpLink,
  type Operation,
  splitLink,
} from '@trpc/client';
import type { AppRouter } from '@tydo/api/router';
import { maxBatchSize, maxBodyBytes, maxUrlLength } from '@tydo/schemas/wire';
import { foreign } from './error.ts';
import { byteLength, type Send, toJson } from './send.ts';

/** Whose calls they are stays, whoever signs in later: a read may be tried again long after. */
export function openSession(origin: string, token: string | undefined, send: Send) {
  const options = {
    url: `${origin}/trpc`,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    // What tRPC gives is a text always; its type is wider, for other platforms' fetch.
    fetch: (url: unknown, init?: Parameters<Send>[1]) => send(String(url), init ?? {}),
  };
  const batch: typeof options.fetch = async (url, init) => {
    const answer = await options.fetch(url, init);
    const [json, calls] = [await answer.json(), new URL(String(url)).pathname.split(',')];
    if (Array.isArray(json) && json.length !== calls.length) throw foreign(answer);
    return answer;
  };
  const calls = createTRPCUntypedClient<AppRouter>({
    links: [
      splitLink({
        condition: travelsAlone,
        true: httpLink(options),
        false: httpBatchLink({
          ...options,
          fetch: batch,
          maxItems: maxBatchSize,
          maxURLLength: maxUrlLength,
        }),
      }),
    ],
  });
  return { token, calls };
}

/** tRPC's batches know no size of a body: so 20 of the largest that share one must fit. */
function travelsAlone({ type, input }: Operation): boolean {
  const text = toJson(input ?? null);
  return type === 'query'
    ? encodeURIComponent(text).length > maxUrlLength - 500
    : byteLength(text) > maxBodyBytes / maxBatchSize - 20;
}
