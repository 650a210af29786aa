// What a procedure has at hand: who calls, and his unit of work; never the database itself.
import { TRPCError } from '@trpc/server';
import type { Database, ReserveMemory, UnitOfWork } from '@tydo/db';
import type { Request, Response } from 'express';
import type { Auth } from '../account/auth.ts';
import { sessionOf } from '../account/session/request-session.ts';
import { type Session, signInFirst } from '../account/session/session.ts';
import type { KeyedLimiter } from '../concurrency/keyed-limiter.ts';
import type { Permits } from '../concurrency/large-answers.ts';
import { stillThere } from '../http/gone.ts';
import { requestIdOf } from '../http/log.ts';
import { AnswerSize } from './answer-size.ts';

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
  /** Of the whole HTTP answer. */
  size: AnswerSize;
  /** Whether nobody else counts what is answered: the stock adapter does not. */
  isCountedHere: boolean;
}

export interface ContextOptions {
  db: Database;
  auth: Auth;
  limiter: KeyedLimiter;
  largeAnswers: Permits;
  heavyWrites: Permits;
}

export function createContext(
  { db, auth, limiter, largeAnswers, heavyWrites }: ContextOptions,
  req: Request,
  res: Response,
): Context {
  const deadline = db.newDeadline();
  const size = new AnswerSize({ largeAnswers, heavyWrites }, res, deadline);
  let lookup: Promise<Session> | undefined;
  return {
    requestId: requestIdOf(req),
    size,
    isCountedHere: false,
    async asPerson(work) {
      const call = size.begin();
      try {
        lookup ??= sessionOf(auth, req, res, deadline);
        const session = await lookup;
        const { personId } = session;
        if (personId === null) throw new TRPCError(signInFirst(session));
        return await limiter(personId, async (aside) => {
          stillThere(res);
          await size.waitForRoom(personId, aside);
          const reserveMemory: ReserveMemory = (answer) => call.admit(personId, answer, aside);
          return work(db.unitOfWork(personId, deadline, reserveMemory));
        });
      } finally {
        call.end();
      }
    },
  };
}
