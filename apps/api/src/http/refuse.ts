// A refusal before any procedure or Better Auth has a say, in the form that its caller reads.

import { errorStatus } from '@tydo/schemas/error';
import type { Request, Response } from 'express';
import { type Answer, toShape } from '../trpc/errors.ts';
import { requestIdOf } from './log.ts';

/** Seconds after which a caller may try again, when the database was away. */
export const retryAfter = '1';

/** Ends the request with `answer`. Under /api/auth the form is Better Auth's `{ code, message }`. */
export function refuse(req: Request, res: Response, answer: Answer): void {
  if (answer.code === 'SERVICE_UNAVAILABLE') res.set('Retry-After', retryAfter);
  res.status(errorStatus[answer.code]);
  if (req.originalUrl.startsWith('/trpc')) {
    res.json({ error: toShape(answer, { requestId: requestIdOf(req) }) });
  } else {
    res.json({ code: answer.code, message: answer.message });
  }
}
