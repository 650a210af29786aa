// Why a call has no result: a closed set of codes, and the one class that carries them.
import { TRPCClientError } from '@trpc/client';
import { type ErrorCode, ErrorData, errorStatus } from '@tydo/schemas/error';

/**
 * The codes that the server refuses with, and what can happen without an answer of its own:
 *
 * - `NO_ANSWER`: nobody was reached, the connection broke, or a proxy says that nobody answers;
 * - `TIMEOUT`: no answer within the client's `timeout`;
 * - `ABORTED`: the caller's own signal ended it;
 * - `UNEXPECTED_ANSWER`: what answers is no Tydo server, or sends callers to another address;
 * - `UNKNOWN`: nothing of Tydo's; `cause` is what was thrown.
 */
export type TydoErrorCode =
  | ErrorCode
  | 'NO_ANSWER'
  | 'TIMEOUT'
  | 'ABORTED'
  | 'UNEXPECTED_ANSWER'
  | 'UNKNOWN';

/** What is known beside the code. */
export interface TydoErrorDetails {
  data?: ErrorData | undefined;
  retryAfter?: number | undefined;
  /** Where more is known of it than the code tells. */
  mayBeDone?: boolean;
  cause?: unknown;
}

/** A call without a result. Every rejection of a client's is one. */
export class TydoError extends Error {
  override readonly name = 'TydoError';
  readonly code: TydoErrorCode;
  /** What the server said of it; undefined where nothing was said that can be read. */
  readonly data: ErrorData | undefined;
  /** Seconds to wait before the next try, where the server asks for it. */
  readonly retryAfter: number | undefined;
  /**
   * Whether a write may have been done all the same: read before you ask for it anew. Of a read it
   * means nothing.
   */
  readonly mayBeDone: boolean;

  constructor(code: TydoErrorCode, message: string, details: TydoErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.data = details.data;
    this.retryAfter = details.retryAfter;
    // Without a refusal of the server's, nobody knows.
    const isUnknown = this.data?.outcome === 'unknown' || !(code in errorStatus);
    this.mayBeDone = details.mayBeDone ?? isUnknown;
  }
}

/** A call's end as a value: nothing is thrown. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: TydoError };

/**
 * Waits for a call and gives its end as a value; never rejects.
 *
 * @example
 * const added = await result(tydo.task.create.mutate({ title }));
 * if (!added.ok) return explain(added.error);
 */
export async function result<T>(call: PromiseLike<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await call };
  } catch (caught) {
    return { ok: false, error: asTydoError(caught) };
  }
}

/** Whatever was caught, as a value of one type; a client's own rejection is given back as it is. */
export function asTydoError(caught: unknown): TydoError {
  if (caught instanceof TydoError) return caught;
  if (caught instanceof TRPCClientError) {
    if (caught.cause instanceof TydoError) return caught.cause;
    const answer = caught.meta?.['response'];
    const { data } = ErrorData.safeParse(caught.data);
    if (data) {
      const retryAfter = isAnswer(answer) ? secondsToWait(answer.headers) : undefined;
      return new TydoError(data.code, caught.message, { data, retryAfter, cause: caught });
    }
    if (isAnswer(answer)) return foreign(answer);
  }
  const message = caught instanceof Error ? caught.message : String(caught);
  return new TydoError('UNKNOWN', message, { cause: caught });
}

/** An answer that is not Tydo's. Of what stands there it tells nothing but the status. */
export function foreign({ status, headers }: Pick<Response, 'status' | 'headers'>): TydoError {
  const details = { retryAfter: secondsToWait(headers) };
  if (isRedirect(status)) {
    const message = 'The server sends callers to another address. Give createTydoClient that one.';
    return new TydoError('UNEXPECTED_ANSWER', message, details);
  }
  if (status === 429) return new TydoError('TOO_MANY_REQUESTS', 'Too many requests.', details);
  // What a proxy says when nobody answers it.
  if (status >= 502 && status <= 504) {
    return new TydoError('NO_ANSWER', `A proxy reached nobody (status ${status}).`, details);
  }
  const message = `What answers there is no Tydo server (status ${status}).`;
  return new TydoError('UNEXPECTED_ANSWER', message, details);
}

/** Browsers hide the status of one that is not followed. */
export const isRedirect = (status: number): boolean =>
  status === 0 || (status >= 300 && status < 400);

/** Retry-After in seconds; it may be a date as well. */
export function secondsToWait(headers: Headers): number | undefined {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

const isAnswer = (value: unknown): value is Pick<Response, 'status' | 'headers'> =>
  value instanceof Object && 'headers' in value && value.headers instanceof Headers;
