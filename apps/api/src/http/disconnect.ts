// Notices clients that close their connection before the response is complete.
import type { Response } from 'express';
import { clientDisconnected } from '../errors/client-disconnected.ts';

/** @throws TRPCError BAD_REQUEST when the connection is closed. */
export function throwIfDisconnected(res: Response): void {
  if (res.closed) throw clientDisconnected();
}

/** Aborts, with the error of `throwIfDisconnected`, when the response ends or the connection closes. */
export function disconnectSignal(res: Response): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort(clientDisconnected());
  if (res.closed) abort();
  else res.once('close', abort);
  return controller.signal;
}
