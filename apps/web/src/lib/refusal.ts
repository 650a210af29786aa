// What the server's refusals mean to a person: one place that reads envelopes, one sentence each.
import { TRPCClientError } from '@trpc/client';
import { ErrorData, errorCodeOf, isTransient as passes } from '@tydo/schemas/error';
import { AuthFailure } from './auth-client.ts';
import { Departed } from './trpc.ts';
import { unknownAddress } from './unknown-address.ts';

/** Why a call failed. OFFLINE: no answer of the server reached us. DEPARTED: it was never sent. */
export type Refusal = Omit<ErrorData, 'code' | 'httpStatus'> & {
  code: ErrorData['code'] | 'OFFLINE' | 'DEPARTED';
};

/** Reads what a failed call carries; an answer that is no envelope counts as OFFLINE. */
export function readRefusal(error: unknown): Refusal {
  if (error instanceof AuthFailure) {
    const { status } = error.refusal;
    return { code: status === 0 ? 'OFFLINE' : (errorCodeOf(status) ?? 'INTERNAL_SERVER_ERROR') };
  }
  // Our own mistake: it was no call that failed.
  if (!(error instanceof TRPCClientError)) return { code: 'INTERNAL_SERVER_ERROR' };
  const data = ErrorData.safeParse(error.data);
  if (data.success) return data.data;
  return { code: error.cause instanceof Departed ? 'DEPARTED' : 'OFFLINE' };
}

/** Whether the same call may well succeed a little later. */
export function isTransient({ code }: Refusal): boolean {
  return code === 'OFFLINE' || passes(code);
}

/** Whether a change that ended so may have been made all the same. */
export function isUnanswered({ code, outcome }: Refusal): boolean {
  return code === 'OFFLINE' || outcome === 'unknown';
}

const sentences: Record<Refusal['code'], string> = {
  OFFLINE: 'Tydo can’t be reached. Check your connection.',
  DEPARTED: 'You were signed out before it was sent.',
  BAD_REQUEST: 'Tydo can’t accept this text.',
  UNAUTHORIZED: 'You were signed out.',
  // The only thing that a page is ever forbidden for is its origin.
  FORBIDDEN: unknownAddress,
  NOT_FOUND: 'It isn’t there any more.',
  METHOD_NOT_SUPPORTED: 'This page is out of date. Reload it and try again.',
  CONFLICT: 'It was changed somewhere else in the meantime.',
  PAYLOAD_TOO_LARGE: 'This is too long.',
  UNSUPPORTED_MEDIA_TYPE: 'This page is out of date. Reload it and try again.',
  TOO_MANY_REQUESTS: 'That was a lot at once. Wait a moment and try again.',
  INTERNAL_SERVER_ERROR: 'Something went wrong on our side.',
  SERVICE_UNAVAILABLE: 'Tydo can’t reach its database right now.',
};

/** One sentence (two, where it helps) for the person whose call was refused. */
export function explain(refusal: Refusal): string {
  if (refusal.outcome === 'unknown') return 'The connection broke: it may or may not be saved.';
  const field = Object.values(refusal.zodError?.fieldErrors ?? {}).flat()[0];
  return field ?? sentences[refusal.code];
}
