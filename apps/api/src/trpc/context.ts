// What a procedure has at hand: who calls, and his unit of work; never the database itself.
import { TRPCError } from '@trpc/server';
import { type Database, newDeadline, type UnitOfWork } from '@tydo/db';
import type { Request, Response } from 'express';
import { type Session, signInFirst } from '../account/session.ts';
import type { Auth } from '../auth.ts';
import { requestIdOf } from '../http/log.ts';
import type { InTurn } from './turns.ts';

/** Made once per HTTP request; a batch shares it. */
export interface Context {
  requestId: string;
  /**
   * Runs `work` with a new unit of work of whoever is signed in, when it is their turn. The session
   * is looked up at most once per HTTP request; all of the request has one deadline.
   *
   * @throws TRPCError UNAUTHORIZED, TOO_MANY_REQUESTS; Refusal SERVICE_UNAVAILABLE when the database
   * is away.
   */
  asPerson: <T>(work: (unit: UnitOfWork) => Promise<T>) => Promise<T>;
}

export interface ContextOptions {
  db: Database;
  auth: Auth;
  inTurn: InTurn;
}

export function createContext(
  { db, auth, inTurn }: ContextOptions,
  req: Request,
  res: Response,
): Context {
  const deadline = newDeadline();
  let lookup: Promise<Session> | undefined;
  return {
    requestId: requestIdOf(req),
    async asPerson(work) {
      lookup ??= sessionOf(auth, req, res, deadline);
      const session = await lookup;
      const { personId } = session;
      if (personId === null) throw new TRPCError(signInFirst(session));
      return inTurn(personId, async () => {
        stillThere(res);
        return work(db.unitOfWork(personId, deadline));
      });
    },
  };
}

/**
 * The session of a request; where it was renewed, the answer says so.
 *
 * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
 */
export async function sessionOf(
  auth: Auth,
  req: Request,
  res: Response,
  deadline: number,
): Promise<Session> {
  const found = await auth.session(req.headers, deadline);
  res.locals['personId'] = found.personId;
  for (const cookie of found.cookies) res.append('set-cookie', cookie);
  return found;
}

function stillThere(res: Response): void {
  // A code that the log passes over; nobody reads it.
  if (res.closed) throw new TRPCError({ code: 'BAD_REQUEST', message: 'You have gone.' });
}
