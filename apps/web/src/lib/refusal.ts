// Reads the error envelopes of the server, and explains each error in one sentence.
import { TRPCClientError } from '@trpc/client';
import { ErrorData, errorCodeOf, isTransient } from '@tydo/schemas/error';
import { AuthFailure } from './auth-client.ts';
import { PageClosedError } from './trpc.ts';
import { untrustedOrigin } from './untrusted-origin.ts';

/** Why a call failed. OFFLINE: no response arrived. PAGE_CLOSED: the call was never sent. */
export type Refusal = Omit<ErrorData, 'code' | 'httpStatus'> & {
  code: ErrorData['code'] | 'OFFLINE' | 'PAGE_CLOSED';
};

/** Reads the error of a failed call; a response that is no envelope counts as OFFLINE. */
export function readRefusal(error: unknown): Refusal {
  if (error instanceof AuthFailure) {
    const { status } = error.refusal;
    return { code: status === 0 ? 'OFFLINE' : (errorCodeOf(status) ?? 'INTERNAL_SERVER_ERROR') };
  }
  // A bug in the page: no call failed.
  if (!(error instanceof TRPCClientError)) return { code: 'INTERNAL_SERVER_ERROR' };
  const data = ErrorData.safeParse(error.data);
  if (data.success) return data.data;
  return { code: error.cause instanceof PageClosedError ? 'PAGE_CLOSED' : 'OFFLINE' };
}

/** Whether the failure is temporary: the same call may succeed a little later. */
export function isTemporary({ code }: Refusal): boolean {
  return code === 'OFFLINE' || isTransient(code);
}

/** Whether a change that failed this way may have been made all the same. */
export function isUnanswered({ code, outcome }: Refusal): boolean {
  return code === 'OFFLINE' || outcome === 'unknown';
}

const sentences: Record<Refusal['code'], string> = {
  OFFLINE: 'Tydo can’t be reached. Check your connection.',
  PAGE_CLOSED: 'You were signed out before this was sent.',
  BAD_REQUEST: 'Tydo can’t save this text. Change it and try again.',
  UNAUTHORIZED: 'You were signed out. Sign in again.',
  // The server answers FORBIDDEN to a page only because of its origin.
  FORBIDDEN: untrustedOrigin,
  NOT_FOUND: 'It no longer exists.',
  METHOD_NOT_SUPPORTED: 'This page is out of date. Reload it and try again.',
  CONFLICT: 'It was changed somewhere else in the meantime.',
  PAYLOAD_TOO_LARGE: 'This is too long. Shorten it and try again.',
  UNSUPPORTED_MEDIA_TYPE: 'This page is out of date. Reload it and try again.',
  TOO_MANY_REQUESTS: 'Too many requests. Wait a moment and try again.',
  INTERNAL_SERVER_ERROR: 'Something went wrong on our side. Try again.',
  SERVICE_UNAVAILABLE: 'Tydo can’t reach its database right now.',
};

/** Explains the failure to the person, and says what to do where something can be done. */
export function explain(refusal: Refusal): string {
  if (refusal.outcome === 'unknown') return 'The connection was lost: it may or may not be saved.';
  const field = Object.values(refusal.zodError?.fieldErrors ?? {}).flat()[0];
  return field ?? sentences[refusal.code];
}
