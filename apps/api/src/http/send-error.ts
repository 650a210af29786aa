// Sends errors that occur outside a procedure or Better Auth.
import { errorStatus, isTransient } from '@tydo/schemas/error';
import type { Request, RequestHandler, Response } from 'express';
import { type PublicError, toErrorShape } from '../errors/envelope.ts';
import { challengeOf, problemType, toProblem } from '../errors/problem.ts';
import { noteCode, requestIdOf } from './request-log.ts';

/** The default `Retry-After`, in seconds. */
export const retryAfter = '1';

/** Makes `sendError` send tRPC's error envelope. */
export const withTrpcErrors: RequestHandler = (_req, res, next) => {
  res.locals['trpc'] = true;
  next();
};

/** Makes `sendError` send problem details. */
export const withProblems: RequestHandler = (_req, res, next) => {
  res.locals['problems'] = true;
  next();
};

export const isTrpc = (res: Response): boolean => res.locals['trpc'] === true;

/** Headers that describe the file which is not sent after all. */
const fileHeaders = [
  'Accept-Ranges',
  'Content-Disposition',
  'Content-Encoding',
  'ETag',
  'Last-Modified',
];

/**
 * Ends the request with `error`: under `/trpc` as tRPC's envelope, under `/api/v1` as problem details, elsewhere
 * as `{ code, message, requestId }` like Better Auth. The response is never cached.
 *
 * @param status for a more precise HTTP status than the one of the code.
 */
export function sendError(
  req: Request,
  res: Response,
  error: PublicError,
  status: number = errorStatus[error.code],
): void {
  noteCode(res, error.code);
  if (isTransient(error.code)) {
    res.set('Retry-After', String(error.retryAfter ?? retryAfter));
  }
  for (const name of fileHeaders) res.removeHeader(name);
  // A range that cannot be satisfied (416) keeps it.
  if (status !== 416) res.removeHeader('Content-Range');
  const requestId = requestIdOf(req);
  if (res.locals['problems'] === true) {
    const challenge = challengeOf(error);
    if (challenge !== undefined) res.set('WWW-Authenticate', challenge);
    sendText(res.status(status), problemType, JSON.stringify(toProblem(error, requestId)));
    return;
  }
  const body = isTrpc(res)
    ? { error: toErrorShape(error, { requestId }) }
    : { code: error.code, message: error.message, requestId };
  sendText(res.status(status), 'application/json; charset=utf-8', JSON.stringify(body));
}

/** Ends the request with a text that is not cached. `res.send` would add an ETag. */
export function sendText(res: Response, type: string, text: string): void {
  res.set({
    'Cache-Control': 'no-store',
    'Content-Type': type,
    'Content-Length': String(Buffer.byteLength(text)),
  });
  res.end(text);
}
