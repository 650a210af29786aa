// Which pages may call: the first check of a request, before its body is read.
import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { maxLoggedLength } from './request-log.ts';
import { sendError } from './send-error.ts';

/** The origins of this server. */
export function ownOrigins(publicOrigin: string | undefined, port: number): [string, ...string[]] {
  if (publicOrigin !== undefined) return [publicOrigin];
  return [`http://localhost:${port}`, `http://127.0.0.1:${port}`, `http://[::1]:${port}`];
}

/**
 * Refuses requests from pages of other origins. A writing request without an Origin header does not come from
 * a browser: its cookies are ignored, a bearer token counts.
 */
export function checkOrigin(origins: readonly string[], log: Logger): RequestHandler {
  return (req, res, next) => {
    const origin = req.get('origin');
    const isForeign =
      origin === undefined
        ? req.get('sec-fetch-site') === 'cross-site' && !opensMailedLink(req)
        : !origins.includes(origin);
    if (isForeign) {
      log.warn(
        { requestId: req.id, origin: origin?.slice(0, maxLoggedLength) },
        'a page of an origin that is not ours was refused',
      );
      return sendError(req, res, {
        code: 'FORBIDDEN',
        message: 'Pages of this origin may not call. Add it to TRUSTED_ORIGINS if they should.',
      });
    }
    if (origin === undefined && !['GET', 'HEAD'].includes(req.method)) delete req.headers.cookie;
    next();
  };
}

const mailedPaths = /^\/api\/auth\/(verify-email|reset-password\/[^/]+)$/;

/** Whether it is a click on a mailed link, in a mail program that is a web page. */
const opensMailedLink = (req: Request): boolean =>
  req.method === 'GET' &&
  req.get('sec-fetch-mode') === 'navigate' &&
  req.get('sec-fetch-dest') === 'document' &&
  mailedPaths.test(req.baseUrl + req.path);
