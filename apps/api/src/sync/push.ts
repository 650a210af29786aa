// `sync.push`: runs several mutations in order.
import { isTransient } from '@tydo/schemas/error';
import { recordOf } from '@tydo/schemas/record';
import type { SyncAnswer, SyncPush, SyncPushed } from '@tydo/schemas/sync';
import type { Mutate } from '../trpc/context.ts';

/** No call starts after this time, or this size of answers. The first one always does. */
const maxTimeMs = 3_000;
const maxBytes = 2 ** 20;

/**
 * Runs one call after the other. A permanent error is an answer like any other; a transient or unexpected one is
 * the last answer. A call without an answer was not started.
 */
export async function push(mutate: Mutate, { calls }: SyncPush): Promise<SyncPushed> {
  const answers: SyncAnswer[] = [];
  const end = Date.now() + maxTimeMs;
  let bytes = 0;
  for (const { name, input, at } of calls) {
    if (answers.length > 0 && (bytes >= maxBytes || Date.now() >= end)) break;
    const result = await mutate(name, input, at);
    if ('error' in result) {
      const { message, data } = result.error;
      answers.push({ error: { message, data: recordOf(data) } });
      if (isTransient(data.code) || data.code === 'INTERNAL_SERVER_ERROR') break;
    } else {
      answers.push({ seq: result.seq, data: result.data });
    }
    bytes += Buffer.byteLength(JSON.stringify(answers.at(-1)));
  }
  return { answers };
}
