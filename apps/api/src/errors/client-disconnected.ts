import { TRPCError } from '@trpc/server';

/** Ends the work for a client that has closed its connection. It is never sent, and not logged as a failure. */
export const clientDisconnected = (): TRPCError =>
  new TRPCError({ code: 'BAD_REQUEST', message: 'The client has closed the connection.' });
