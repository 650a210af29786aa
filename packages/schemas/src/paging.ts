// The input of every paged list.
import * as z from 'zod/mini';

/** Rows of a page, and characters of a cursor. */
export const pageLimits = { page: 100, defaultPage: 50, cursor: 200 } as const;

/** Its fields. tRPC's infinite query always sends `direction`. */
export const paging = {
  limit: z.optional(
    z
      .int()
      .check(
        z.gte(1),
        z.lte(pageLimits.page),
        z.meta({ description: 'The size of the page.', default: pageLimits.defaultPage }),
      ),
  ),
  cursor: z.nullish(
    z
      .string()
      .check(
        z.minLength(1),
        z.maxLength(pageLimits.cursor),
        z.describe('`nextCursor` of the previous page. With other filters it is a BAD_REQUEST.'),
      ),
  ),
  direction: z.optional(
    z.literal('forward').check(z.describe('Without effect; tRPC’s infinite query sends it.')),
  ),
};
