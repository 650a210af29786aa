import * as z from 'zod/mini';

/** The largest number of calls in one HTTP batch: the `maxItems` of clients' batch links. */
export const maxBatchSize = 20;

/** The largest request body, in bytes. */
export const maxBodyBytes = 256 * 1024;

/**
 * The largest body of an HTTP response, in bytes. A call of a batch that would exceed it is refused with
 * PAYLOAD_TOO_LARGE, unless it is the first.
 */
export const maxResponseBytes = 16 * 2 ** 20;

/** The largest URL and headers of a request, in bytes: a batch of 20 searches fits. */
export const maxHeaderBytes = 64 * 1024;

/** The longest URL that clients send, in characters: some proxies truncate longer ones. */
export const maxUrlLength = 4_000;

/**
 * The header in which a page or program names its user, by the id in the `user` table. Where the session
 * is another user's, the call is UNAUTHORIZED before anything is read or written.
 */
export const personHeader = 'X-Tydo-Person';

/** The message of that error, which distinguishes it from a missing session. */
export const otherPersonMessage =
  'Somebody else is signed in here now. Nothing was read or changed.';

/** In responses under `/api/auth`: `closed` where nobody can create an account. */
export const signUpHeader = 'X-Tydo-Sign-Up';

/** The input of a procedure without input; a body of `null` is accepted too. */
export const Nothing = z.nullish(z.void());

/** An optional field of every mutation; see "Repeats" in the reference. */
export const operationId = z
  .optional(z.uuid().check(z.toLowerCase()))
  .check(z.describe('Your name for this call: [a repeat](#repeats) with it changes nothing.'));
