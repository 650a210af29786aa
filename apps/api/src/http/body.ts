// The body of a POST: JSON, not too large. Read here and not by body-parser, which would take in all
// of a body that is too large, however long that lasts.
import { maxBodyBytes } from '@tydo/schemas/wire';
import type { Request, RequestHandler, Response } from 'express';
import { isTrpc, refuse } from './refuse.ts';

/** How long a client may go on sending what nobody reads, in milliseconds. */
const grace = 1_000;

/** Leaves the body as text in `req.body`, or `undefined` where there is none. */
export const readBody: RequestHandler = async (req, res, next) => {
  if (req.method !== 'POST') return next();
  if (!isJson(req, res)) {
    return refuse(req, res, {
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: 'Send the body as application/json in UTF-8, not compressed.',
    });
  }
  const bytes = await read(req);
  if (bytes === undefined) {
    res.set('Connection', 'close');
    setTimeout(() => req.destroy(), grace).unref();
    return refuse(req, res, {
      code: 'PAYLOAD_TOO_LARGE',
      message: `The body is larger than ${maxBodyBytes / 1024} KiB.`,
    });
  }
  // tRPC wants some JSON; null is what its client sends for no input.
  const empty = isTrpc(res) ? 'null' : undefined;
  req.body = bytes.length === 0 ? empty : decode(bytes);
  next();
};

// Better Auth's client sends no type where it has no body.
function isJson(req: Request, res: Response): boolean {
  const given = req.get('content-type');
  const type = given?.split(';', 1)[0]?.trim().toLowerCase();
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(given ?? '') ?? [];
  const empty = req.get('transfer-encoding') === undefined && !Number(req.get('content-length'));
  const encoding = req.get('content-encoding')?.toLowerCase() ?? 'identity';
  if (encoding !== 'identity' || !/^utf-?8$/i.test(charset)) return false;
  return type === 'application/json' || (type === undefined && empty && !isTrpc(res));
}

/** The whole body, or `undefined` as soon as it is known to be too large. */
function read(req: Request): Promise<Buffer | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | undefined>();
  if (Number(req.get('content-length')) > maxBodyBytes) {
    req.resume();
    return Promise.resolve(undefined);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  req.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > maxBodyBytes) resolve(undefined);
    else chunks.push(chunk);
  });
  req.once('end', () => resolve(Buffer.concat(chunks)));
  // The client went away: nobody reads the answer, and it is no failure of ours.
  req.once('error', (error) => reject(Object.assign(error, { status: 400 })));
  return promise;
}

/** What is not UTF-8 is no JSON either, and is refused where JSON is: after the session. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return 'not UTF-8';
  }
}
