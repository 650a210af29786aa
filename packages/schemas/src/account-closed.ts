// Apart from account.ts, which is not in the first load of the page.
import * as z from 'zod/mini';

/** Whether the account was deleted. */
export const AccountClosed = z.object({ closed: z.boolean() });
