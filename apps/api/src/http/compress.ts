import type { Writable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Request, Response } from 'express';

/** Smaller responses are sent as they are, in bytes. */
const minCompressedBytes = 8 * 1024;

/**
 * Where to write a response of `length` bytes: through gzip where it is worth it and the client takes it.
 *
 * @param vary what the response depends on besides.
 */
export function compress(req: Request, res: Response, length: number, vary = ''): Writable {
  if (length < minCompressedBytes) return res;
  res.setHeader('vary', [vary, 'accept-encoding'].filter((name) => name !== '').join(', '));
  if (req.acceptsEncodings('gzip', 'identity') !== 'gzip') return res;
  res.setHeader('content-encoding', 'gzip');
  const gzip = createGzip({ level: 1 });
  gzip.on('error', () => res.destroy()).pipe(res);
  res.once('close', () => gzip.destroy());
  return gzip;
}

/** Sends a text with its length, or compressed. Express would add an ETag. */
export function sendCompressed(req: Request, res: Response, type: string, text: string): void {
  const length = Buffer.byteLength(text);
  res.setHeader('content-type', type);
  const body = compress(req, res, length);
  if (body === res) res.setHeader('content-length', length);
  body.end(text);
}
