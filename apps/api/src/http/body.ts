// The body of a POST: JSON, not too large, and readable as UTF-8.
import { maxBodyBytes } from '@tydo/schemas/wire';
import express, { type Request, type RequestHandler } from 'express';
import { refuse } from './refuse.ts';

const read = express.raw({ type: () => true, limit: maxBodyBytes });

/** Leaves the body as text in `req.body`, or `undefined` where there is none. */
export const readBody: RequestHandler = (req, res, next) => {
  if (req.method !== 'POST') return next();
  if (!isJson(req)) {
    return refuse(req, res, {
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: 'Send the body as application/json.',
    });
  }
  read(req, res, (error?: unknown) => {
    if (error !== undefined) return next(error);
    if (!Buffer.isBuffer(req.body)) return next();
    try {
      req.body = new TextDecoder('utf-8', { fatal: true }).decode(req.body);
    } catch {
      return refuse(req, res, { code: 'BAD_REQUEST', message: 'The body is not UTF-8.' });
    }
    next();
  });
};

// Better Auth's client sends no type where it has no body.
function isJson(req: Request): boolean {
  const type = req.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  const empty = req.get('transfer-encoding') === undefined && !Number(req.get('content-length'));
  return type === 'application/json' || (type === undefined && empty && req.baseUrl !== '/trpc');
}
