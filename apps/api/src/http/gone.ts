// Whether the client of a request still waits for its answer.
import type { Response } from 'express';
import { clientGone } from '../errors/client-gone.ts';

/** @throws TRPCError BAD_REQUEST where the connection is closed. */
export function stillThere(res: Response): void {
  if (res.closed) throw clientGone();
}

/** Aborted, with what `stillThere` throws, when the connection is closed or the answer is all read. */
export function goneSignal(res: Response): AbortSignal {
  const gone = new AbortController();
  const leave = () => gone.abort(clientGone());
  if (res.closed) leave();
  else res.once('close', leave);
  return gone.signal;
}
