// Reads the error envelopes of the server, and explains each error in one sentence.
import { ErrorData, isTransient } from '@tydo/schemas/error';
import { recordOf } from '@tydo/schemas/record';
import { untrustedOrigin } from './untrusted-origin.ts';

/** Why a call failed. OFFLINE: no response arrived. */
export type Refusal = Omit<ErrorData, 'code' | 'httpStatus'> & {
  code: ErrorData['code'] | 'OFFLINE';
};

/** Reads the `data` of a failed call; an error without an envelope counts as OFFLINE. */
export function readRefusal(error: unknown): Refusal {
  const { data } = ErrorData.safeParse(recordOf(error)['data']);
  return data ?? { code: 'OFFLINE' };
}

/** Whether it passes by itself. */
export const isPassing = ({ code }: Refusal): boolean =>
  code === 'INTERNAL_SERVER_ERROR' || isTransient(code);

const sentences: Record<Refusal['code'], string> = {
  OFFLINE: 'Tydo can’t be reached. Check your connection.',
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
  const { fieldErrors = {}, formErrors = [] } = refusal.zodError ?? {};
  const [problem] = [...Object.values(fieldErrors).flat(), ...formErrors];
  return problem ?? sentences[refusal.code];
}
