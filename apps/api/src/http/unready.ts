// What is answered when there is no Express to do it: while the database is made ready, and where
// Node refuses a request before anybody sees it.
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type RequestListener, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorStatus } from '@tydo/schemas/error';
import { maxHeaderBytes } from '@tydo/schemas/wire';
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

/** Whether it asks for a path, in characters that an address has: no `#`, no `\`, only ASCII. */
export const isReadable = ({ url = '' }: IncomingMessage): boolean => /^\/[!"$-[\]-~]*$/.test(url);

/** What is not readable: Express finds no path in some of it, and answers by itself. */
export const refuseUnreadable: RequestListener = (_req, res) => {
  const requestId = randomUUID();
  const answer = { ...malformed, message: 'Ask for a path, in ASCII.' };
  res.writeHead(400, { 'X-Request-Id': requestId, 'Content-Type': 'application/json' });
  res.end(envelope(answer, requestId));
};

const malformed: Answer = { code: 'BAD_REQUEST', message: 'The request cannot be read.' };

/** Node's `clientError`: headers that are too large or too slow, or no HTTP at all. */
export function refuseMalformed(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  headers: Headers,
): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  if (error.code === 'HPE_HEADER_OVERFLOW') {
    const message = `The address and headers are larger than ${maxHeaderBytes / 1024} KiB.`;
    return refuseRaw(socket, { code: 'PAYLOAD_TOO_LARGE', message }, headers);
  }
  refuseRaw(socket, malformed, headers);
}

/** Node's `connect`: somebody takes us for a proxy. */
export const refuseConnection = (socket: Duplex, headers: Headers): void =>
  refuseRaw(socket, { code: 'BAD_REQUEST', message: 'This is no proxy.' }, headers);

/** How long a client may stay after it was refused, in milliseconds. */
const grace = 1_000;

function refuseRaw(socket: Duplex, answer: Answer, headers: Headers): void {
  // Node looks after this socket no longer: it may fail, and its client may never end it.
  socket.on('error', () => {});
  setTimeout(() => socket.destroy(), grace).unref();
  const status = errorStatus[answer.code];
  const requestId = randomUUID();
  const body = envelope(answer, requestId);
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      ...[...headers].map(([name, value]) => `${name}: ${value}`),
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
