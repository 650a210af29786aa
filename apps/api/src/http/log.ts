// One line a request, and what went wrong in it. No query (it holds what people search for), no header,
// no body.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { reasonOf } from '../log.ts';
import type { Answer } from '../trpc/errors.ts';

const acceptable = /^[\w.:-]{1,128}$/;

/** Gives every request an id (the caller's own, if it has a plain one) and logs its end. */
export function logRequests(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    genReqId: (req, res) => {
      const given = req.headers['x-request-id'];
      const id = typeof given === 'string' && acceptable.test(given) ? given : randomUUID();
      res.setHeader('X-Request-Id', id);
      return id;
    },
    autoLogging: { ignore: ({ url }) => /^\/(healthz|readyz)(\?|$)/.test(url) },
    quietReqLogger: true,
    customAttributeKeys: { reqId: 'requestId', req: 'request', res: 'status' },
    serializers: {
      request: ({ method, url }: { method: string; url: string }) => `${method} ${pathIn(url)}`,
      status: ({ statusCode }: { statusCode: number }) => statusCode,
    },
    customLogLevel: (req, { statusCode }) => {
      if (statusCode >= 500) return 'warn';
      return statusCode < 400 && addressOf(req).startsWith('/assets/') ? 'silent' : 'info';
    },
    // Why it failed has a line of its own, with the same request id.
    customErrorObject: (_req, _res, _error, line) => ({ ...line, err: undefined }),
    customProps: (_req, res) => ({
      procedures: localOf(res, 'procedures'),
      person: localOf(res, 'personId'),
    }),
  });
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

/** As it was asked for: Express shortens `url` on the way. */
const addressOf = (req: IncomingMessage): string =>
  'originalUrl' in req ? String(req.originalUrl) : '';

/** The id that the answer carries as X-Request-Id. */
export const requestIdOf = (req: IncomingMessage): string =>
  typeof req.id === 'string' ? req.id : '';

const localOf = (res: ServerResponse, name: string): unknown =>
  'locals' in res ? Object(res.locals)[name] : undefined;
