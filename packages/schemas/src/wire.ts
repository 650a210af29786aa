import * as z from 'zod/mini';

/** How many calls one HTTP batch may carry; clients set their batch link's `maxItems` to it. */
export const maxBatchSize = 20;

/** The largest request body, in bytes. */
export const maxBodyBytes = 256 * 1024;

/** The largest address and headers of a request, in bytes: a batch of 20 searches fits. */
export const maxHeaderBytes = 64 * 1024;

/** The longest address that clients send, in characters: some proxies cut longer ones off. */
export const maxUrlLength = 4_000;

/** The input of a procedure that takes none; a body of `null` says so too. */
export const Nothing = z.nullish(z.void());

/** What every mutation may carry; see the reference, "Repeats". */
export const operationId = z
  .optional(z.uuid().check(z.toLowerCase()))
  .check(z.describe('Your name for this call: [a repeat](#repeats) does nothing twice.'));
