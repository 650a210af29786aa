// What a procedure has at hand: who calls, and his unit of work; never the database itself.
import { type Database, newDeadline, type UnitOfWork } from '@tydo/db';
import type { Request, Response } from 'express';
import type { Auth, Session } from '../auth.ts';
import { requestIdOf } from '../http/log.ts';

/** Made once per HTTP request; a batch shares it. */
export interface Context {
  requestId: string;
  /**
   * A new unit of work of whoever is signed in, or null. The session is looked up at most once per
   * HTTP request; all of the request has one deadline.
   *
   * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
   */
  unit(): Promise<UnitOfWork | null>;
}

export function createContext(db: Database, auth: Auth, req: Request, res: Response): Context {
  const deadline = newDeadline();
  let lookup: Promise<Session> | undefined;
  const session = async (): Promise<Session> => {
    const found = await auth.session(req.headers, deadline);
    res.locals['personId'] = found.personId;
    for (const cookie of found.cookies) res.append('set-cookie', cookie);
    return found;
  };
  return {
    requestId: requestIdOf(req),
    async unit() {
      lookup ??= session();
      const { personId } = await lookup;
      return personId === null ? null : db.unitOfWork(personId, deadline);
    },
  };
}
