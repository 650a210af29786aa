// Why a call failed: a closed set of codes, and the one class of errors that has them.
import { TRPCClientError } from '@trpc/client';
import { type ErrorCode, ErrorData, errorStatus } from '@tydo/schemas/error';

/**
 * The codes of the server, and those of the client itself:
 *
 * - `NO_ANSWER`: the server was not reached, the connection broke, or a proxy did not reach the server;
 * - `TIMEOUT`: no answer within the client's `timeout`;
 * - `ABORTED`: the caller's own signal ended the call;
 * - `UNEXPECTED_ANSWER`: the answer is not a Tydo server's, or redirects to another address;
 * - `UNKNOWN`: any other error; it is the `cause`.
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
  procedure?: string | undefined;
  retryAfter?: number | undefined;
  /** Default: what follows from the code and `data.outcome`. */
  mayBeDone?: boolean;
  needsCode?: boolean;
  cause?: unknown;
}

/** A call that failed. Every call of a client rejects with one. */
export class TydoError extends Error {
  override readonly name = 'TydoError';
  readonly code: TydoErrorCode;
  /** What the server said; undefined where it said nothing that can be read. */
  readonly data: ErrorData | undefined;
  /** The procedure that was called, such as `task.create`; undefined for sign-up, sign-in and sign-out. */
  readonly procedure: string | undefined;
  /** Seconds to wait before the next try, where the server says so. */
  readonly retryAfter: number | undefined;
  /** Whether a write may have been done all the same: read before you repeat it. Meaningless for a read. */
  readonly mayBeDone: boolean;
  /** Whether a sign-in with the same account and a `code` may succeed: it has two-step sign-in. */
  readonly needsCode: boolean;

  constructor(code: TydoErrorCode, message: string, details: TydoErrorDetails = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.code = code;
    this.data = details.data;
    this.procedure = details.data?.path ?? details.procedure;
    this.retryAfter = details.retryAfter;
    // An error that is not the server's does not tell.
    const isUnknown = this.data?.outcome === 'unknown' || !(code in errorStatus);
    this.mayBeDone = details.mayBeDone ?? isUnknown;
    this.needsCode = details.needsCode ?? false;
    // Consoles and logs print the stack, which begins with the message but without the code.
    const { stack = '' } = this;
    const frames = stack.indexOf('\n    at ');
    if (frames > 0) this.stack = `${this}${stack.slice(frames)}`;
  }

  /** In one line: `TydoError [NOT_FOUND]: No such task. (task.get, request 5f2c…)` */
  override toString(): string {
    const requestId = this.data?.requestId;
    const call = [this.procedure, requestId && `request ${requestId}`].filter(Boolean).join(', ');
    return `${this.name} [${this.code}]: ${this.message}${call && ` (${call})`}`;
  }

  /** The same error with other details. */
  with(details: TydoErrorDetails): TydoError {
    const { code, message, data, procedure, retryAfter, mayBeDone, needsCode, cause } = this;
    const own = { data, procedure, retryAfter, mayBeDone, needsCode, cause };
    return new TydoError(code, message, { ...own, ...details });
  }
}

/** The outcome of a call as a value: nothing is thrown. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: TydoError };

/**
 * Waits for a call and gives its outcome as a value; never rejects.
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

/** Any caught value as a TydoError; one that is a TydoError already is returned as it is. */
export function asTydoError(caught: unknown): TydoError {
  if (caught instanceof TydoError) return caught;
  if (caught instanceof TRPCClientError) {
    if (caught.cause instanceof TydoError) return caught.cause;
    const response = caught.meta?.['response'];
    const { data } = ErrorData.safeParse(caught.data);
    if (data) {
      const retryAfter = isResponse(response) ? retryAfterSeconds(response.headers) : undefined;
      return new TydoError(data.code, caught.message, { data, retryAfter, cause: caught });
    }
    if (isResponse(response)) return unexpectedResponse(response);
  }
  const message = caught instanceof Error ? caught.message : String(caught);
  return new TydoError('UNKNOWN', message, { cause: caught });
}

/** The error for a response that is not Tydo's. It quotes nothing but the status. */
export function unexpectedResponse(response: Pick<Response, 'status' | 'headers'>): TydoError {
  const { status, headers } = response;
  const details = { retryAfter: retryAfterSeconds(headers) };
  if (isRedirect(status)) {
    const message = 'The server redirects to another address. Give that one to createTydoClient.';
    return new TydoError('UNEXPECTED_ANSWER', message, details);
  }
  if (status === 429) return new TydoError('TOO_MANY_REQUESTS', 'Too many requests.', details);
  // Proxies answer so when the server does not.
  if (status >= 502 && status <= 504) {
    const message = `A proxy did not reach the server (status ${status}).`;
    return new TydoError('NO_ANSWER', message, details);
  }
  const message = `The answer is not from a Tydo server (status ${status}).`;
  return new TydoError('UNEXPECTED_ANSWER', message, details);
}

/** Browsers report status 0 for a redirect that is not followed. */
export const isRedirect = (status: number): boolean =>
  status === 0 || (status >= 300 && status < 400);

/** Retry-After, which may be a date, in seconds from now. */
export function retryAfterSeconds(headers: Headers): number | undefined {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

const isResponse = (value: unknown): value is Pick<Response, 'status' | 'headers'> =>
  value instanceof Object && 'headers' in value && value.headers instanceof Headers;
