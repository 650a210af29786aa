// What a procedure has at hand. Made once per HTTP request: a batch shares it, a unit of work is not
// in it.
import type { Database } from '@tydo/db';
import type { Request, Response } from 'express';
import type { Auth } from '../auth.ts';
import { requestIdOf } from '../http/log.ts';

export interface Context {
  db: Database;
  requestId: string;
  /** The id of who calls, or null. Looked up at most once per HTTP request. */
  personId(): Promise<string | null>;
}

/** @throws from `personId()`: Refusal SERVICE_UNAVAILABLE when the database is away. */
export function createContext(db: Database, auth: Auth, req: Request, res: Response): Context {
  let lookup: Promise<string | null> | undefined;
  return {
    db,
    requestId: requestIdOf(req),
    personId() {
      lookup ??= auth.personId(req.headers).then((personId) => {
        res.locals['personId'] = personId;
        return personId;
      });
      return lookup;
    },
  };
}
