// Reads JSON bodies up to the size limit. body-parser would read all of a body that is too large.
import { maxBodyBytes } from '@tydo/schemas/wire';
import type { Request, RequestHandler, Response } from 'express';
import { isTrpc, sendError } from './send-error.ts';

/** How long a client may go on sending after its body was refused, in milliseconds. */
const closeTimeoutMs = 1_000;

/** Sets `req.body` to the text of the body, or to `undefined` where there is none. */
export const readBody: RequestHandler = async (req, res, next) => {
  if (req.method !== 'POST') return next();
  const body = await readJsonBody(req, res, ['application/json']);
  if (!body) return;
  // tRPC needs JSON; its client sends null for no input.
  req.body = body.text ?? (isTrpc(res) ? 'null' : undefined);
  next();
};

/**
 * The text of a JSON body, `undefined` for an empty one.
 *
 * @param types the content types that count as JSON.
 * @returns undefined where it was refused; then the response is sent.
 */
export async function readJsonBody(
  req: Request,
  res: Response,
  types: readonly string[],
): Promise<{ text: string | undefined } | undefined> {
  if (!isJson(req, res, types)) {
    sendError(req, res, {
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: 'Send the body as application/json in UTF-8, not compressed.',
    });
    return undefined;
  }
  const bytes = await read(req);
  if (bytes === undefined) {
    res.set('Connection', 'close');
    setTimeout(() => req.destroy(), closeTimeoutMs).unref();
    sendError(req, res, {
      code: 'PAYLOAD_TOO_LARGE',
      message: `The body is larger than ${maxBodyBytes / 1024} KiB.`,
    });
    return undefined;
  }
  return { text: bytes.length === 0 ? undefined : decode(bytes) };
}

// Better Auth's client sends no content type without a body.
function isJson(req: Request, res: Response, types: readonly string[]): boolean {
  const given = req.get('content-type');
  const type = given?.split(';', 1)[0]?.trim().toLowerCase();
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(given ?? '') ?? [];
  const isEmpty = req.get('transfer-encoding') === undefined && !Number(req.get('content-length'));
  const encoding = req.get('content-encoding')?.toLowerCase() ?? 'identity';
  if (encoding !== 'identity' || !/^utf-?8$/i.test(charset)) return false;
  return (
    (type !== undefined && types.includes(type)) || (type === undefined && isEmpty && !isTrpc(res))
  );
}

/** The body, or `undefined` as soon as it is too large. */
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
  // The client disconnected: a client error, not a server error.
  req.once('error', (error) => reject(Object.assign(error, { status: 400 })));
  return promise;
}

/** Bytes that are not UTF-8 become a text that is not JSON, so that the JSON check refuses them. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return 'not UTF-8';
  }
}
