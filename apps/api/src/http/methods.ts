import type { RequestHandler } from 'express';
import { sendError } from './send-error.ts';

/** Refuses other methods with METHOD_NOT_SUPPORTED. */
export function allowMethods(...methods: string[]): RequestHandler {
  return (req, res, next) => {
    if (methods.includes(req.method)) return next();
    res.set('Allow', methods.join(', '));
    sendError(req, res, {
      code: 'METHOD_NOT_SUPPORTED',
      message: `Use ${methods.join(' or ')} here.`,
    });
  };
}

/** Refuses an invalid Host header, as HTTP demands. tRPC builds a URL from it. */
export const requireHost: RequestHandler = (req, res, next) => {
  const { host = req.httpVersion === '1.0' ? 'localhost' : '' } = req.headers;
  if (/^[^\s/\\?#@]+$/.test(host) && URL.canParse(`http://${host}`)) return next();
  sendError(req, res, { code: 'BAD_REQUEST', message: 'The Host header is not valid.' });
};
