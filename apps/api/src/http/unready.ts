// What is answered when there is no Express to do it: while the database is made ready, and where
// Node refuses a request before anybody sees it.
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type RequestListener, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorStatus } from '@tydo/schemas/error';
import { maxHeaderBytes } from '@tydo/schemas/wire';
import type { Logger } from 'pino';
import { type Answer, toShape } from '../errors/envelope.ts';
import { retryAfter } from './refuse.ts';

/** Until the database is ready: alive, and nothing else. */
export const unready =
  (log: Logger): RequestListener =>
  (req, res) => {
    res.setHeader('Content-Type', 'application/json');
    res.setHeader('Cache-Control', 'no-store');
    if (req.url === '/healthz') {
      res.setHeader('X-Request-Id', randomUUID());
      res.end('{"status":"ok"}');
      return;
    }
    const message = 'Tydo is starting. Try again in a moment.';
    const { requestId, body } = refusal({ code: 'SERVICE_UNAVAILABLE', message }, log);
    res.writeHead(503, { 'X-Request-Id': requestId, 'Retry-After': retryAfter }).end(body);
  };

/** Whether it asks for a path, in characters that an address has: no `#`, no `\`, only ASCII. */
export const isReadable = ({ url = '' }: IncomingMessage): boolean => /^\/[!"$-[\]-~]*$/.test(url);

/** What is not readable: Express finds no path in some of it, and answers by itself. */
export const refuseUnreadable =
  (log: Logger): RequestListener =>
  (_req, res) => {
    const answer = { ...malformed, message: 'Ask for a path, in ASCII.' };
    const { requestId, body } = refusal(answer, log);
    res.setHeader('Cache-Control', 'no-store');
    res.writeHead(400, { 'X-Request-Id': requestId, 'Content-Type': 'application/json' });
    res.end(body);
  };

const malformed: Answer = { code: 'BAD_REQUEST', message: 'The request cannot be read.' };

/** Node's `clientError`: headers that are too large or too slow, or no HTTP at all. */
export function refuseMalformed(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  headers: Headers,
  log: Logger,
): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  if (error.code === 'HPE_HEADER_OVERFLOW') {
    const message = `The address and headers are larger than ${maxHeaderBytes / 1024} KiB.`;
    return refuseRaw(socket, { code: 'PAYLOAD_TOO_LARGE', message }, headers, log);
  }
  refuseRaw(socket, malformed, headers, log);
}

/** Node's `connect`: somebody takes us for a proxy. */
export const refuseConnection = (socket: Duplex, headers: Headers, log: Logger): void =>
  refuseRaw(socket, { code: 'BAD_REQUEST', message: 'This is no proxy.' }, headers, log);

/** How long a client may stay after it was refused, in milliseconds. */
const grace = 1_000;

function refuseRaw(socket: Duplex, answer: Answer, headers: Headers, log: Logger): void {
  // Node looks after this socket no longer: it may fail, and its client may never end it.
  socket.on('error', () => {});
  setTimeout(() => socket.destroy(), grace).unref();
  const status = errorStatus[answer.code];
  const { requestId, body } = refusal(answer, log);
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      ...[...headers].map(([name, value]) => `${name}: ${value}`),
      'Content-Type: application/json',
      'Cache-Control: no-store',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

/** Logs it. The body has both forms at once: nobody knows who asked. */
function refusal(answer: Answer, log: Logger): { requestId: string; body: string } {
  const { code, message } = answer;
  const requestId = randomUUID();
  log.info({ requestId, status: errorStatus[code] }, message);
  const error = toShape(answer, { requestId });
  return { requestId, body: JSON.stringify({ error, code, message }) };
}
