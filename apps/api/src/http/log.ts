// One line a request. No query (it holds what people search for), no header, no body.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';

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
    autoLogging: { ignore: (req) => /^\/(healthz|readyz|assets\/)/.test(req.url ?? '') },
    quietReqLogger: true,
    customAttributeKeys: { reqId: 'requestId', req: 'request', res: 'status' },
    serializers: {
      request: ({ method, url }: { method: string; url: string }) => `${method} ${pathIn(url)}`,
      status: ({ statusCode }: { statusCode: number }) => statusCode,
    },
    customLogLevel: (_req, { statusCode }) => (statusCode < 500 ? 'info' : 'warn'),
    // Why it failed has a line of its own, with the same request id.
    customErrorObject: (_req, _res, _error, line) => ({ ...line, err: undefined }),
    customProps: (_req, res) => ({
      procedures: localOf(res, 'procedures'),
      person: localOf(res, 'personId'),
    }),
  });
}

/** Without the query, and without what may be a token: links in mails carry one in their path. */
const pathIn = (url: string): string =>
  url.split('?', 1)[0]?.replace(/\/(?=[^/]*[A-Z\d])[\w-]{16,}(?=\/|$)/g, '/[hidden]') ?? '';

/** The id that the answer carries as X-Request-Id. */
export const requestIdOf = (req: IncomingMessage): string =>
  typeof req.id === 'string' ? req.id : '';

const localOf = (res: ServerResponse, name: string): unknown =>
  'locals' in res ? Object(res.locals)[name] : undefined;
