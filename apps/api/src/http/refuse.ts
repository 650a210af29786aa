// A refusal before any procedure or Better Auth has a say, in the form that its caller reads.
import { errorStatus, isTransient } from '@tydo/schemas/error';
import type { Request, RequestHandler, Response } from 'express';
import { type Answer, toShape } from '../errors/envelope.ts';
import { requestIdOf } from './log.ts';

/** Seconds after which a caller may try again, where the same request may do better then. */
export const retryAfter = '1';

/** Marks the requests whose callers read tRPC's envelope. */
export const speakTrpc: RequestHandler = (_req, res, next) => {
  res.locals['trpc'] = true;
  next();
};

export const isTrpc = (res: Response): boolean => res.locals['trpc'] === true;

/** What may have been set for the file that is not sent after all; a range that fails keeps its own. */
const ofFiles = [
  'Accept-Ranges',
  'Content-Disposition',
  'Content-Encoding',
  'ETag',
  'Last-Modified',
];

/**
 * Ends the request with `answer`: tRPC's envelope, or `code` and `message` as Better Auth has it. No cache
 * keeps it, for else it would stand in the place of what was asked for.
 *
 * @param status where HTTP has a finer one than goes with the code.
 */
export function refuse(
  req: Request,
  res: Response,
  answer: Answer,
  status: number = errorStatus[answer.code],
): void {
  if (isTransient(answer.code)) {
    res.set('Retry-After', String(answer.retryAfter ?? retryAfter));
  }
  for (const name of ofFiles) res.removeHeader(name);
  if (status !== 416) res.removeHeader('Content-Range');
  const requestId = requestIdOf(req);
  const body = isTrpc(res)
    ? { error: toShape(answer, { requestId }) }
    : { code: answer.code, message: answer.message, requestId };
  send(res.status(status), 'application/json; charset=utf-8', JSON.stringify(body));
}

/** Ends the request with a text that no cache keeps. `res.send` would give it an ETag. */
export function send(res: Response, type: string, text: string): void {
  res.set({
    'Cache-Control': 'no-store',
    'Content-Type': type,
    'Content-Length': String(Buffer.byteLength(text)),
  });
  res.end(text);
}
