import { TRPCError } from '@trpc/server';

/** For a client that has closed its connection. The log passes over the code; nobody reads it. */
export const clientGone = (): TRPCError =>
  new TRPCError({ code: 'BAD_REQUEST', message: 'You have gone.' });
