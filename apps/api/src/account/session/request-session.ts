import type { Request, Response } from 'express';
import type { Session, SessionHeaders } from './session.ts';

interface SessionFinder {
  /** See `createSessions`. */
  session: (headers: SessionHeaders, deadline: number) => Promise<Session>;
}

/**
 * The session of a request. Adds the cookies of a renewed session to the response.
 *
 * @throws Refusal SERVICE_UNAVAILABLE when the database is unavailable.
 */
export async function sessionOf(
  auth: SessionFinder,
  req: Request,
  res: Response,
  deadline: number,
): Promise<Session> {
  const found = await auth.session(req.headers, deadline);
  res.locals['personId'] = found.personId;
  res.locals['tokenId'] = found.token?.id;
  for (const cookie of found.cookies) res.append('set-cookie', cookie);
  return found;
}
