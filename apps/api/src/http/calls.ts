// Which procedures a request calls. tRPC finds out by itself, but the log wants to know too; and what
// tRPC refuses before it has a context would lack the request's id.
import type { AnyRouter } from '@trpc/server';
import { maxBatchSize } from '@tydo/schemas/wire';
import type { Request, RequestHandler } from 'express';
import { refuse } from './refuse.ts';

/** What a request asks for. */
export interface Calls {
  names: string[];
  isBatch: boolean;
  query: URLSearchParams;
}

declare module 'node:http' {
  interface IncomingMessage {
    /** What `readCalls` has read of it. */
    calls?: Calls;
  }
}

/** What `readCalls` has read; nothing where it has not. */
export const callsOf = (req: Request): Calls => req.calls ?? none;

const none: Calls = { names: [], isBatch: false, query: new URLSearchParams() };

/**
 * Leaves the names of the procedures in `res.locals['procedures']`, those that there are. Refuses
 * what tRPC could not read as calls.
 */
export function readCalls({ _def: { procedures } }: AnyRouter): RequestHandler {
  return (req, res, next) => {
    const path = req.path.slice(1);
    if (path.includes('/')) {
      return refuse(req, res, { code: 'NOT_FOUND', message: 'There is no such procedure.' });
    }
    const query = new URLSearchParams(req.url.slice(req.url.indexOf('?') + 1 || Infinity));
    const isBatch = query.get('batch') === '1';
    const names = namesIn(path, isBatch);
    const known = names.filter((name) => Object.hasOwn(procedures, name));
    const types = new Set(known.map((name) => procedures[name]._def.type));
    const problems = [
      names.length === 0 && 'The address cannot be read.',
      names.length > maxBatchSize && `A batch holds at most ${maxBatchSize} calls.`,
      types.size > 1 && 'A batch holds queries or mutations, not both.',
      query.has('connectionParams') && 'There are no connectionParams here.',
    ];
    const message = problems.find((problem) => problem !== false);
    if (message !== undefined) return refuse(req, res, { code: 'BAD_REQUEST', message });
    res.locals['procedures'] = known;
    req.calls = { names, isBatch, query };
    // A GET has no body, whatever it says of one. And no stream of answers: it has begun before it is
    // known what status and headers they need.
    if (req.method === 'GET') delete req.headers['content-type'];
    for (const header of ['accept', 'trpc-accept']) delete req.headers[header];
    next();
  };
}

/** As tRPC reads them; none where the path cannot be read. */
function namesIn(path: string, isBatch: boolean): string[] {
  try {
    const name = decodeURIComponent(path);
    return isBatch ? name.split(',') : [name];
  } catch {
    return [];
  }
}
