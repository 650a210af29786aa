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

/** Refuses what is meant for a proxy: a target with a host of its own. */
export const onlyPaths: RequestHandler = (req, res, next) => {
  if (req.originalUrl.startsWith('/')) return next();
  refuse(req, res, { code: 'BAD_REQUEST', message: 'Ask for a path, not for a whole address.' });
};
