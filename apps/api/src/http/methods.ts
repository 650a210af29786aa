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

/** Refuses what is meant for a proxy, a target with a host of its own, and a host that is none. */
export const onlyPaths: RequestHandler = (req, res, next) => {
  if (!req.originalUrl.startsWith('/')) {
    const message = 'Ask for a path, not for a whole address.';
    return refuse(req, res, { code: 'BAD_REQUEST', message });
  }
  const { host = req.httpVersion === '1.0' ? 'localhost' : '' } = req.headers;
  if (!isHost(host)) {
    return refuse(req, res, { code: 'BAD_REQUEST', message: 'The Host header is none.' });
  }
  next();
};

/** Whether it makes an address, of which it is all of the host and port. */
const isHost = (host: string) => /^[^\s/\\?#@]+$/.test(host) && URL.canParse(`http://${host}`);
