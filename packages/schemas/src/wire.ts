import * as z from 'zod/mini';

/** How many calls one HTTP batch may carry; clients set their batch link's `maxItems` to it. */
export const maxBatchSize = 20;

/** The largest request body, in bytes. */
export const maxBodyBytes = 256 * 1024;

/** The input of a procedure that takes none; a body of `null` says so too. */
export const Nothing = z.nullish(z.void());

/**
 * What every mutation may carry: made by the caller, new for each thing that it wants done. A repeat
 * with the same input gets the same answer and changes nothing.
 */
export const operationId = z.optional(z.uuid().check(z.toLowerCase()));
