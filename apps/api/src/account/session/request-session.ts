import type { Request, Response } from 'express';
import type { Asking, Session } from './session.ts';

/** See `createSessions`. */
interface FindsSession {
  session: (asking: Asking, deadline: number) => Promise<Session>;
}

/**
 * The session of a request; where it was renewed, the answer says so.
 *
 * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
 */
export async function sessionOf(
  auth: FindsSession,
  req: Request,
  res: Response,
  deadline: number,
): Promise<Session> {
  const found = await auth.session(req.headers, deadline);
  res.locals['personId'] = found.personId;
  for (const cookie of found.cookies) res.append('set-cookie', cookie);
  return found;
}
