// One line a request, and what went wrong in it. No query (it holds what people search for), no header,
// no body.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Answer } from '../errors/envelope.ts';
import { reasonOf } from '../log.ts';

declare module 'node:http' {
  interface IncomingMessage {
    /** What the answer carries as X-Request-Id. */
    id?: string;
  }
}

const acceptable = /^[\w.:-]{1,128}$/;

/**
 * Gives every request an id (the caller's own, if it has a plain one) and logs its end. Not pino-http:
 * its four loggers for each request cost more than the line (docs/decisions/0014-speed.md).
 */
export function logRequests(log: Logger): RequestHandler {
  return (req, res, next) => {
    const began = Date.now();
    req.id = idOf(req);
    res.setHeader('X-Request-Id', req.id);
    // Express shortens `url` on the way.
    const { url } = req;
    if (!/^\/(healthz|readyz)(\?|$)/.test(url)) {
      res.once('close', () => writeLine(log, req, res, began));
    }
    // Why it failed has a line of its own, with the same request id.
    res.on('error', () => {});
    next();
  };
}

function writeLine(log: Logger, req: Request, res: Response, began: number): void {
  const { statusCode: status } = res;
  if (status < 400 && req.originalUrl.startsWith('/assets/')) return;
  const line = {
    requestId: req.id,
    request: `${req.method} ${pathIn(req.originalUrl)}`,
    procedures: res.locals['procedures'],
    person: res.locals['personId'],
    status,
    responseTime: Date.now() - began,
  };
  if (status >= 500) log.warn(line, 'request errored');
  else log.info(line, res.writableEnded ? 'request completed' : 'request aborted');
}

function idOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && acceptable.test(given) ? given : randomUUID();
}

/** What nobody foresaw goes into the log whole, an outage as a sentence, the rest is the caller's. */
export function logFailure(
  log: Logger,
  error: unknown,
  { code, message }: Answer,
  request: object,
): void {
  if (code === 'INTERNAL_SERVER_ERROR') log.error({ err: error, ...request }, 'a call failed');
  else if (code === 'SERVICE_UNAVAILABLE')
    log.warn({ reason: reasonOf(error), ...request }, message);
}

/** Without the query, and without what may be a token: links in mails carry one in their path. */
const pathIn = (url: string): string =>
  url.split('?', 1)[0]?.replace(tokens, '/[hidden]').slice(0, longest) ?? '';

const tokens = /\/(?=[^/]*[A-Z\d])(?:[\w-]{16,}|[\w-]{8,}\.[\w-]{8,}\.[\w-]*)(?=\/|$)/g;

/** How much of a text that a caller chose goes into the log. */
export const longest = 200;

/** The id that the answer carries as X-Request-Id. */
export const requestIdOf = (req: IncomingMessage): string => req.id ?? '';
