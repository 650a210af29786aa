import type { RequestHandler } from 'express';
import { refuse } from './refuse.ts';

/** Refuses every other method with the envelope that callers read. */
export function onlyMethods(...methods: string[]): RequestHandler {
  return (req, res, next) => {
    if (methods.includes(req.method)) return next();
    res.set('Allow', methods.join(', '));
    refuse(req, res, {
      code: 'METHOD_NOT_SUPPORTED',
      message: `Use ${methods.join(' or ')} here.`,
    });
  };
}

/** Refuses a Host that is none, as HTTP demands; tRPC makes an address of it. */
export const onlyHosts: RequestHandler = (req, res, next) => {
  const { host = req.httpVersion === '1.0' ? 'localhost' : '' } = req.headers;
  if (/^[^\s/\\?#@]+$/.test(host) && URL.canParse(`http://${host}`)) return next();
  refuse(req, res, { code: 'BAD_REQUEST', message: 'The Host header names no host.' });
};
