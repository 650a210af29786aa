// Whether the client of a request still waits for its answer.
import { TRPCError } from '@trpc/server';
import type { Response } from 'express';

/** A code that the log passes over; nobody reads it. */
const hasGone = () => new TRPCError({ code: 'BAD_REQUEST', message: 'You have gone.' });

/** @throws TRPCError BAD_REQUEST where the connection is closed. */
export function stillThere(res: Response): void {
  if (res.closed) throw hasGone();
}

/** Aborted, with what `stillThere` throws, when the connection is closed or the answer is all read. */
export function goneSignal(res: Response): AbortSignal {
  const gone = new AbortController();
  const leave = () => gone.abort(hasGone());
  if (res.closed) leave();
  else res.once('close', leave);
  return gone.signal;
}
