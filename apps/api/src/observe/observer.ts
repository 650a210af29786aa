// What watches requests and calls: metrics and traces. Without one, nothing is measured.
import type { TRPCError } from '@trpc/server';
import type { Request, Response } from 'express';

/** How a call of a procedure has ended. */
export type CallResult = { ok: true } | { ok: false; error: TRPCError };

export interface Observer {
  /** Runs `next`, which handles the request. */
  aroundRequest: (req: Request, res: Response, next: () => void) => void;
  /** Runs `run`, a call of a procedure of the router. */
  aroundCall: <R extends CallResult>(procedure: string, run: () => Promise<R>) => Promise<R>;
  /** A call of a procedure that does not exist. */
  onUnknownCall: () => void;
}

/** All observers as one; undefined without any. */
export function observerOf(observers: readonly Observer[]): Observer | undefined {
  const [first, ...rest] = observers;
  const other = first && observerOf(rest);
  if (!other) return first;
  return {
    aroundRequest: (req, res, next) =>
      first.aroundRequest(req, res, () => other.aroundRequest(req, res, next)),
    aroundCall: (procedure, run) =>
      first.aroundCall(procedure, () => other.aroundCall(procedure, run)),
    onUnknownCall() {
      first.onUnknownCall();
      other.onUnknownCall();
    },
  };
}
