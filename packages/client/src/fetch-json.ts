// One HTTP request: it has a time-out, follows no redirect, and gives JSON or a TydoError.
import { recordOf } from '@tydo/schemas/record';
import { maxBodyBytes, maxUrlLength } from '@tydo/schemas/wire';
import { asTydoError, isRedirect, TydoError, unexpectedResponse } from './error.ts';

export interface JsonResponse extends Pick<Response, 'ok' | 'status' | 'headers'> {
  json: () => Promise<unknown>;
}

/** `fetch` as the client uses it. @throws TydoError */
export type FetchJson = (
  url: string,
  init: Pick<RequestInit, 'method' | 'headers'> & {
    body?: unknown;
    signal?: AbortSignal | null | undefined;
  },
) => Promise<JsonResponse>;

/** @param requestTimeoutMs from the first byte sent to the last one read. */
export function createFetchJson(
  fetch: typeof globalThis.fetch,
  requestTimeoutMs: number,
): FetchJson {
  return async (url, init) => {
    const body = typeof init.body === 'string' ? init.body : null;
    if (url.length > maxUrlLength || byteLength(body ?? '') > maxBodyBytes) throw tooLarge();
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), requestTimeoutMs);
    const signals = init.signal ? [init.signal, timeout.signal] : [timeout.signal];
    try {
      const signal = AbortSignal.any(signals);
      const response = await fetch(url, { ...init, ...fetchOptions, body, signal });
      return toJsonResponse(response, await response.text());
    } catch (cause) {
      if (cause instanceof TydoError) throw cause;
      throw timeout.signal.aborted
        ? new TydoError('TIMEOUT', `${noAnswerFrom(url)} within ${requestTimeoutMs} ms.`, { cause })
        : noAnswer(url, cause);
    } finally {
      clearTimeout(timer);
    }
  };
}

/**
 * Tokens and passwords are sent to the given origin and no other, and cookies are not sent: the token
 * says whose call it is. A `fetch` without cookies may throw at `credentials`.
 */
const fetchOptions: RequestInit = {
  redirect: 'manual',
  ...('credentials' in Request.prototype && { credentials: 'omit' }),
};

/** @throws TydoError when the value cannot be JSON, such as a circular one. Nothing is sent then. */
export function toJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    const { message } = asTydoError(cause);
    throw new TydoError('UNKNOWN', message, { cause, mayBeDone: false });
  }
}

/** In UTF-8. */
export const byteLength = (text: string): number => new TextEncoder().encode(text).length;

function toJsonResponse({ ok, status, headers }: Response, text: string): JsonResponse {
  const response = { ok, status, headers: withoutCookies(headers) };
  if (isRedirect(status)) throw unexpectedResponse(response);
  try {
    const json: unknown = JSON.parse(text);
    return { ...response, json: () => Promise.resolve(json) };
  } catch {
    // Without the cause: its message quotes the body.
    throw unexpectedResponse(response);
  }
}

/** The headers that errors may keep: `set-cookie` holds a session that the server has renewed. */
function withoutCookies(headers: Headers): Headers {
  const kept = new Headers();
  for (const name of ['retry-after', 'x-request-id']) {
    const value = headers.get(name);
    if (value !== null) kept.set(name, value);
  }
  return kept;
}

const noAnswerFrom = (url: string): string => `No answer from ${new URL(url).origin}`;

function noAnswer(url: string, cause: unknown): TydoError {
  // Node's fetch says "fetch failed" of everything; its cause says what failed.
  const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const { code, message } = recordOf(reason);
  const why = String(code ?? message ?? reason);
  return new TydoError('NO_ANSWER', `${noAnswerFrom(url)} (${why}).`, { cause });
}

const tooLarge = () =>
  new TydoError(
    'PAYLOAD_TOO_LARGE',
    `The call is too large: at most ${maxBodyBytes / 1024} KiB, and ${maxUrlLength} characters of address for a query. Nothing was sent.`,
  );
