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
    customAttributeKeys: { reqId: 'requestId' },
    serializers: {
      req: (req: { method: string; url: string }) => `${req.method} ${req.url.split('?', 1)[0]}`,
      res: (res: { statusCode: number }) => res.statusCode,
    },
    customProps: (_req, res) => ({ person: personOf(res) }),
  });
}

/** The id that the answer carries as X-Request-Id. */
export const requestIdOf = (req: IncomingMessage): string =>
  typeof req.id === 'string' ? req.id : '';

const personOf = (res: ServerResponse): unknown =>
  'locals' in res &&
  typeof res.locals === 'object' &&
  res.locals !== null &&
  'personId' in res.locals
    ? res.locals.personId
    : undefined;
