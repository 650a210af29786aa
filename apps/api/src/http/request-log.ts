// Logs one line per request, and the failures in it. Queries (search texts), headers and bodies are not logged.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '@tydo/schemas/error';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { PublicError } from '../errors/envelope.ts';
import { reasonOf } from '../log.ts';

declare module 'node:http' {
  interface IncomingMessage {
    /** Sent as X-Request-Id. */
    id?: string;
  }
}

const validId = /^[\w.:-]{1,128}$/;

/**
 * Gives each request an id, the client's own where it is valid, and logs the request when it ends. pino-http
 * would create four loggers per request (docs/decisions/0014-speed.md).
 */
export function logRequests(log: Logger): RequestHandler {
  return (req, res, next) => {
    const startedAt = Date.now();
    req.id = idOf(req);
    res.setHeader('X-Request-Id', req.id);
    // Express changes `req.url` while it routes.
    const { url } = req;
    if (!/^\/(healthz|readyz)(\?|$)/.test(url)) {
      res.once('close', () => logRequest(log, req, res, startedAt));
    }
    // The cause is logged by `logFailure`.
    res.on('error', () => {});
    next();
  };
}

function logRequest(log: Logger, req: Request, res: Response, startedAt: number): void {
  const { statusCode: status } = res;
  if (status < 400 && req.originalUrl.startsWith('/assets/')) return;
  const line = {
    requestId: req.id,
    request: `${req.method} ${loggablePath(req.originalUrl)}`,
    procedures: res.locals['procedures'],
    codes: res.locals['codes'],
    person: res.locals['personId'],
    tokenId: res.locals['tokenId'],
    status,
    responseTime: Date.now() - startedAt,
  };
  if (status >= 500) log.warn(line, 'request errored');
  else log.info(line, res.writableEnded ? 'request completed' : 'request aborted');
}

function idOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && validId.test(given) ? given : randomUUID();
}

/** Adds an error code to the line of the request. */
export function noteCode(res: Response, code: ErrorCode): void {
  const codes: ErrorCode[] = res.locals['codes'] ?? [];
  if (!codes.includes(code)) res.locals['codes'] = [...codes, code];
}

/** Logs an unexpected error with its stack and an outage with its reason. The client's errors are not logged. */
export function logFailure(
  log: Logger,
  error: unknown,
  { code, message }: PublicError,
  request: object,
): void {
  if (code === 'INTERNAL_SERVER_ERROR') log.error({ err: error, ...request }, 'a call failed');
  else if (code === 'SERVICE_UNAVAILABLE')
    log.warn({ reason: reasonOf(error), ...request }, message);
}

/** The path without the query and without tokens: mailed links carry one in their path. */
const loggablePath = (url: string): string =>
  url
    .split('?', 1)[0]
    ?.replace(feeds, '/feeds/[hidden]')
    .replace(tokens, '/[hidden]')
    .slice(0, maxLoggedLength) ?? '';

const feeds = /\/feeds\/[^/]+/;
const tokens = /\/(?=[^/]*[A-Z\d])(?:[\w-]{16,}|[\w-]{8,}\.[\w-]{8,}\.[\w-]*)(?=\/|$)/g;

/** For a text that the client chose, in characters. */
export const maxLoggedLength = 200;

/** The id sent as X-Request-Id. */
export const requestIdOf = (req: IncomingMessage): string => req.id ?? '';
