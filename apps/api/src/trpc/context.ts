// The context of procedures: who calls, and a unit of work of that person; never the database itself.
import { TRPCError } from '@trpc/server';
import type { Database, ReserveMemory, UnitOfWork } from '@tydo/db';
import type { Request, Response } from 'express';
import type { Auth } from '../account/auth.ts';
import { sessionOf } from '../account/session/request-session.ts';
import { type Session, unauthorizedError } from '../account/session/session.ts';
import type { KeyedLimiter } from '../concurrency/keyed-limiter.ts';
import type { Semaphore } from '../concurrency/semaphores.ts';
import { throwIfDisconnected } from '../http/disconnect.ts';
import { requestIdOf } from '../http/request-log.ts';
import { ResponseSize } from './response-size.ts';

/** Created once per HTTP request; the calls of a batch share it. */
export interface Context {
  requestId: string;
  /**
   * Runs `work` with a new unit of work of the signed-in person, within the person's concurrency limit. The
   * session is read at most once per HTTP request, and the whole request has one deadline.
   *
   * @throws TRPCError UNAUTHORIZED, TOO_MANY_REQUESTS; Refusal SERVICE_UNAVAILABLE when the database
   * is away.
   */
  withUnitOfWork: <T>(work: (unit: UnitOfWork) => Promise<T>) => Promise<T>;
  responseSize: ResponseSize;
  /** Whether the procedure counts the bytes of its result. The fast path counts them itself. */
  countsResultBytes: boolean;
}

export interface ContextOptions {
  db: Database;
  auth: Auth;
  limiter: KeyedLimiter;
  largeResponses: Semaphore;
  heavyWrites: Semaphore;
}

export function createContext(
  { db, auth, limiter, largeResponses, heavyWrites }: ContextOptions,
  req: Request,
  res: Response,
): Context {
  const deadline = db.newDeadline();
  const responseSize = new ResponseSize({ largeResponses, heavyWrites }, res, deadline);
  let lookup: Promise<Session> | undefined;
  return {
    requestId: requestIdOf(req),
    responseSize,
    countsResultBytes: false,
    async withUnitOfWork(work) {
      const call = responseSize.startCall();
      try {
        lookup ??= sessionOf(auth, req, res, deadline);
        const session = await lookup;
        const { personId } = session;
        if (personId === null) throw new TRPCError(unauthorizedError(session));
        return await limiter(personId, async (withoutSlot) => {
          throwIfDisconnected(res);
          await responseSize.waitForRoom(personId, withoutSlot);
          const reserveMemory: ReserveMemory = (size) =>
            call.reserveMemory(personId, size, withoutSlot);
          return work(db.unitOfWork(personId, deadline, reserveMemory));
        });
      } finally {
        call.end();
      }
    },
  };
}
