import * as z from 'zod/mini';

/** How many calls one HTTP batch may carry; clients set their batch link's `maxItems` to it. */
export const maxBatchSize = 20;

/** The largest request body, in bytes. */
export const maxBodyBytes = 256 * 1024;

/**
 * The largest HTTP answer, in bytes of its body. A call of a batch with which it would be larger is
 * refused with PAYLOAD_TOO_LARGE, unless it is the first.
 */
export const maxResponseBytes = 16 * 2 ** 20;

/** The largest address and headers of a request, in bytes: a batch of 20 searches fits. */
export const maxHeaderBytes = 64 * 1024;

/** The longest address that clients send, in characters: some proxies cut longer ones off. */
export const maxUrlLength = 4_000;

/**
 * A page or a program says with it whose it is: the id of a row in the `user` table. The server refuses
 * the call, with UNAUTHORIZED and before anything is read or written, where the session is another's.
 */
export const personHeader = 'X-Tydo-Person';

/** The message of that refusal: it tells it from one where nobody is signed in. */
export const otherPersonMessage =
  'Somebody else is signed in here now. Nothing was read or changed.';

/** The input of a procedure that takes none; a body of `null` says so too. */
export const Nothing = z.nullish(z.void());

/** What every mutation may carry; see the reference, "Repeats". */
export const operationId = z
  .optional(z.uuid().check(z.toLowerCase()))
  .check(z.describe('Your name for this call: [a repeat](#repeats) does nothing twice.'));
