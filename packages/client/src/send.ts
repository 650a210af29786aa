// One HTTP exchange: it ends in time, goes nowhere else, and gives JSON or a TydoError.
import { recordOf } from '@tydo/schemas/record';
import { maxBodyBytes, maxUrlLength } from '@tydo/schemas/wire';
import { asTydoError, foreign, isRedirect, TydoError } from './error.ts';

export interface Answer extends Pick<Response, 'ok' | 'status' | 'headers'> {
  json: () => Promise<unknown>;
}

/** `fetch` as the client uses it. @throws TydoError */
export type Send = (
  url: string,
  init: Pick<RequestInit, 'method' | 'headers'> & {
    body?: unknown;
    signal?: AbortSignal | null | undefined;
  },
) => Promise<Answer>;

/** @param timeout milliseconds from the first byte sent to the last one read. */
export function createSend(fetch: typeof globalThis.fetch, timeout: number): Send {
  return async (url, init) => {
    const body = typeof init.body === 'string' ? init.body : null;
    if (url.length > maxUrlLength || byteLength(body ?? '') > maxBodyBytes) throw tooLarge();
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), timeout);
    const signals = init.signal ? [init.signal, limit.signal] : [limit.signal];
    try {
      const signal = AbortSignal.any(signals);
      const response = await fetch(url, { ...init, ...onlyHere, body, signal });
      return read(response, await response.text());
    } catch (cause) {
      if (cause instanceof TydoError) throw cause;
      throw unanswered(url, limit.signal.aborted ? timeout : undefined, cause);
    } finally {
      clearTimeout(timer);
    }
  };
}

/**
 * Tokens and passwords go to the given origin and no other, and a page's cookie is not asked: a
 * client is who its token says. Where fetch knows no cookies it may throw at the word.
 */
const onlyHere: RequestInit = {
  redirect: 'manual',
  ...('credentials' in Request.prototype && { credentials: 'omit' }),
};

/** @throws TydoError when it is none, such as a circle: nothing was sent then. */
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

function read({ ok, status, headers }: Response, text: string): Answer {
  const answer = { ok, status, headers: harmless(headers) };
  if (isRedirect(status)) throw foreign(answer);
  try {
    const json: unknown = JSON.parse(text);
    return { ...answer, json: () => Promise.resolve(json) };
  } catch {
    // Without the cause: it quotes what came.
    throw foreign(answer);
  }
}

/** Errors hold on to them: a session that the server renews stands in `set-cookie`. */
function harmless(headers: Headers): Headers {
  const kept = new Headers();
  for (const name of ['retry-after', 'x-request-id']) {
    const value = headers.get(name);
    if (value !== null) kept.set(name, value);
  }
  return kept;
}

function unanswered(url: string, timeout: number | undefined, cause: unknown): TydoError {
  const { origin } = new URL(url);
  if (timeout !== undefined) {
    return new TydoError('TIMEOUT', `No answer from ${origin} within ${timeout} ms.`, { cause });
  }
  // Node's fetch says "fetch failed" of everything; what failed stands in its cause.
  const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const { code, message } = recordOf(reason);
  const why = code ?? message ?? reason;
  return new TydoError('NO_ANSWER', `No answer from ${origin} (${String(why)}).`, { cause });
}

const tooLarge = () =>
  new TydoError(
    'PAYLOAD_TOO_LARGE',
    `The call is too large: at most ${maxBodyBytes / 1024} KiB, and ${maxUrlLength} characters of address for a query. Nothing was sent.`,
  );
