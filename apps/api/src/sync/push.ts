// Calls that are made in order, each by its own procedure: `sync.push`.
import { passesByItself } from '@tydo/schemas/error';
import { recordOf } from '@tydo/schemas/record';
import type { SyncAnswer, SyncPush, SyncPushed } from '@tydo/schemas/sync';
import type { CallResult, Caller } from '../trpc/context.ts';

/** No call begins after that, in milliseconds; nor after so many bytes of answers. The first always does. */
const maxTimeMs = 3_000;
const maxBytes = 2 ** 20;

/**
 * One after the other. A refusal that no waiting mends is an answer like any other; one that passes by
 * itself ends the push. What has no answer was not begun.
 */
export async function push(caller: Caller, { calls }: SyncPush): Promise<SyncPushed> {
  const answers: SyncAnswer[] = [];
  const end = Date.now() + maxTimeMs;
  let bytes = 0;
  for (const { name, input } of calls) {
    if (answers.length > 0 && (bytes >= maxBytes || Date.now() >= end)) break;
    const result = await caller.call(name, input);
    const answer = toAnswer(result);
    answers.push(answer);
    if ('error' in result && isLast(result.error.data.code)) break;
    bytes += Buffer.byteLength(JSON.stringify(answer));
  }
  return { answers };
}

const toAnswer = (result: CallResult): SyncAnswer =>
  'error' in result
    ? { error: { message: result.error.message, data: recordOf(result.error.data) } }
    : { seq: result.seq, data: result.data };

const isLast = (code: string): boolean =>
  passesByItself(code) || code === 'INTERNAL_SERVER_ERROR';
