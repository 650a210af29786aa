// What is answered when there is no Express to do it: while the database is made ready, and where
// Node refuses a request before anybody sees it.
import { randomUUID } from 'node:crypto';
import { type RequestListener, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Answer, toShape } from '../trpc/errors.ts';
import { retryAfter } from './refuse.ts';

/** Until the database is ready: alive, and nothing else. */
export const unready: RequestListener = (req, res) => {
  const requestId = randomUUID();
  res.setHeader('X-Request-Id', requestId);
  res.setHeader('Content-Type', 'application/json');
  if (req.url === '/healthz') {
    res.end('{"status":"ok"}');
    return;
  }
  const answer: Answer = {
    code: 'SERVICE_UNAVAILABLE',
    message: 'Tydo is starting. Try again in a moment.',
  };
  res.writeHead(503, { 'Retry-After': retryAfter }).end(envelope(answer, requestId));
};

/** Node's `clientError`: headers that are too large or too slow, or no HTTP at all. */
export function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const answer: Answer = tooLarge
    ? { code: 'PAYLOAD_TOO_LARGE', message: 'The address and headers are larger than 64 KiB.' }
    : { code: 'BAD_REQUEST', message: 'The request cannot be read.' };
  const status = tooLarge ? 413 : 400;
  const requestId = randomUUID();
  const body = envelope(answer, requestId);
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

/** In both forms at once: nobody knows who asked. */
const envelope = (answer: Answer, requestId: string) =>
  JSON.stringify({
    error: toShape(answer, { requestId }),
    code: answer.code,
    message: answer.message,
  });
