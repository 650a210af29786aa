// A refusal before any procedure or Better Auth has a say, in the form that its caller reads.
import { errorStatus, passesByItself } from '@tydo/schemas/error';
import type { Request, RequestHandler, Response } from 'express';
import { type Answer, toShape } from '../trpc/errors.ts';
import { requestIdOf } from './log.ts';

/** Seconds after which a caller may try again, where the same request may do better then. */
export const retryAfter = '1';

/** Marks the requests whose callers read tRPC's envelope. */
export const speakTrpc: RequestHandler = (_req, res, next) => {
  res.locals['trpc'] = true;
  next();
};

export const isTrpc = (res: Response): boolean => res.locals['trpc'] === true;

/** Ends the request with `answer`: tRPC's envelope, or `code` and `message` as Better Auth has it. */
export function refuse(req: Request, res: Response, answer: Answer): void {
  if (passesByItself(answer.code)) {
    res.set('Retry-After', String(answer.retryAfter ?? retryAfter));
  }
  const requestId = requestIdOf(req);
  res.status(errorStatus[answer.code]);
  res.json(
    isTrpc(res)
      ? { error: toShape(answer, { requestId }) }
      : { code: answer.code, message: answer.message, requestId },
  );
}
