// Which pages may call. Runs first: a page of another origin is refused before anything is read.
import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { longest } from './log.ts';
import { refuse } from './refuse.ts';

/** The origins under which this server is reached. */
export function ownOrigins(publicOrigin: string | undefined, port: number): [string, ...string[]] {
  if (publicOrigin !== undefined) return [publicOrigin];
  return [`http://localhost:${port}`, `http://127.0.0.1:${port}`, `http://[::1]:${port}`];
}

/**
 * Refuses requests of pages of other origins. A request that changes something and does not say
 * where it comes from is no browser's: its cookies do not count, a bearer token does.
 */
export function checkOrigin(origins: readonly string[], log: Logger): RequestHandler {
  return (req, res, next) => {
    const origin = req.get('origin');
    const foreign =
      origin === undefined
        ? req.get('sec-fetch-site') === 'cross-site' && !opensMailedLink(req)
        : !origins.includes(origin);
    if (foreign) {
      log.warn(
        { requestId: req.id, origin: origin?.slice(0, longest) },
        'a page of an origin that is not ours was refused',
      );
      return refuse(req, res, {
        code: 'FORBIDDEN',
        message: 'Pages of this origin may not call. Add it to TRUSTED_ORIGINS if they should.',
      });
    }
    if (origin === undefined && !['GET', 'HEAD'].includes(req.method)) delete req.headers.cookie;
    next();
  };
}

const mailed = /^\/api\/auth\/(verify-email|reset-password\/[^/]+)$/;

/** Whether somebody has clicked on a link of ours, in the page of their mail. */
const opensMailedLink = (req: Request): boolean =>
  req.method === 'GET' &&
  req.get('sec-fetch-mode') === 'navigate' &&
  req.get('sec-fetch-dest') === 'document' &&
  mailed.test(req.baseUrl + req.path);
