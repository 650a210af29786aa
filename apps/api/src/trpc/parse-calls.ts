// Reads which procedures a request calls. tRPC reads them too, but the log needs their names, and an error that
// tRPC reports before it has a context would lack the request id.
import type { AnyRouter } from '@trpc/server';
import { maxBatchSize } from '@tydo/schemas/wire';
import type { Request, RequestHandler } from 'express';
import { sendError } from '../http/send-error.ts';

/** The calls of a request, before their inputs are read. */
export interface Calls {
  names: string[];
  isBatch: boolean;
  query: URLSearchParams;
}

declare module 'node:http' {
  interface IncomingMessage {
    /** Set by `parseCalls`. */
    calls?: Calls;
  }
}

/** The calls that `parseCalls` has read. */
export const callsIn = (req: Request): Calls => req.calls ?? noCalls;

const noCalls: Calls = { names: [], isBatch: false, query: new URLSearchParams() };

/**
 * Reads the calls of a request, and sets `res.locals['procedures']` to the names of existing procedures for the
 * log. Refuses requests whose calls cannot be read.
 */
export function parseCalls({ _def: { procedures } }: AnyRouter): RequestHandler {
  return (req, res, next) => {
    const path = req.path.slice(1);
    if (path.includes('/')) {
      return sendError(req, res, { code: 'NOT_FOUND', message: 'There is no such procedure.' });
    }
    const query = new URLSearchParams(req.url.slice(req.url.indexOf('?') + 1 || Infinity));
    const isBatch = query.get('batch') === '1';
    const names = namesIn(path, isBatch);
    const existing = names.filter((name) => Object.hasOwn(procedures, name));
    const types = new Set(existing.map((name) => procedures[name]._def.type));
    const problems = [
      names.length === 0 && 'The path cannot be decoded.',
      names.length > maxBatchSize && `A batch holds at most ${maxBatchSize} calls.`,
      types.size > 1 && 'A batch holds queries or mutations, not both.',
      query.has('connectionParams') && 'connectionParams are not supported.',
    ];
    const message = problems.find((problem) => problem !== false);
    if (message !== undefined) return sendError(req, res, { code: 'BAD_REQUEST', message });
    res.locals['procedures'] = existing;
    req.calls = { names, isBatch, query };
    // A GET has no body, whatever its headers say. Streamed responses are not supported: they start before
    // their status and headers are known.
    if (req.method === 'GET') delete req.headers['content-type'];
    for (const header of ['accept', 'trpc-accept']) delete req.headers[header];
    next();
  };
}

/** Reads the names as tRPC does; none where the path cannot be decoded. */
function namesIn(path: string, isBatch: boolean): string[] {
  try {
    const name = decodeURIComponent(path);
    return isBatch ? name.split(',') : [name];
  } catch {
    return [];
  }
}
