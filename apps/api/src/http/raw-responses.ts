// Responses without Express: while the database is being opened, in an overload, and for requests that never reach
// Express.
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type RequestListener, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorStatus } from '@tydo/schemas/error';
import { maxHeaderBytes } from '@tydo/schemas/wire';
import type { Logger } from 'pino';
import { type PublicError, toErrorShape } from '../errors/envelope.ts';
import { problemType, toProblem } from '../errors/problem.ts';
import { retryAfter } from './send-error.ts';

/** Handles requests until the database is open: `/healthz` succeeds, everything else gets a 503. */
export function handleStarting(log: Logger): RequestListener {
  const refuse = refuseWith('Tydo is starting. Try again in a moment.', log);
  return (req, res) => {
    if (req.url !== '/healthz') return refuse(req, res);
    res.setHeader('Content-Type', 'application/json');
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('X-Request-Id', randomUUID());
    res.end('{"status":"ok"}');
  };
}

/** Handles requests while the server has too much to do. */
export const handleOverload = (log: Logger): RequestListener =>
  refuseWith('The server is busy. Try again in a moment.', log);

/** Whether a request may be work, and not only a file or a probe. Express ignores the case of a path, too. */
export const isWork = ({ url = '' }: IncomingMessage): boolean =>
  /^\/(trpc|api|mcp|feeds)(?![^/?])/i.test(url);

const refuseWith =
  (message: string, log: Logger): RequestListener =>
  (req, res) => {
    const error: PublicError = { code: 'SERVICE_UNAVAILABLE', message };
    const { requestId, body } = logError(error, log);
    const isRest = req.url?.startsWith('/api/v1/') ?? false;
    res.writeHead(503, {
      'Content-Type': isRest ? problemType : 'application/json',
      'Cache-Control': 'no-store',
      'X-Request-Id': requestId,
      'Retry-After': retryAfter,
    });
    res.end(isRest ? JSON.stringify(toProblem(error, requestId)) : body);
  };

/** Whether the request target is a path of URL characters: only ASCII, no `#`, no `\`. */
export const hasValidPath = ({ url = '' }: IncomingMessage): boolean =>
  /^\/[!"$-[\]-~]*$/.test(url);

/** Handles requests without a valid path. Express would answer some of them by itself. */
export const rejectInvalidPath =
  (log: Logger): RequestListener =>
  (_req, res) => {
    const error = { ...malformed, message: 'The request target must be a path in ASCII.' };
    const { requestId, body } = logError(error, log);
    res.setHeader('Cache-Control', 'no-store');
    res.writeHead(400, { 'X-Request-Id': requestId, 'Content-Type': 'application/json' });
    res.end(body);
  };

const malformed: PublicError = { code: 'BAD_REQUEST', message: 'The request cannot be read.' };

/** Handles Node's `clientError`: headers that are too large or too slow, or not HTTP. */
export function rejectMalformed(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  headers: Headers,
  log: Logger,
): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  if (error.code === 'HPE_HEADER_OVERFLOW') {
    const message = `The URL and headers are larger than ${maxHeaderBytes / 1024} KiB.`;
    return writeError(socket, { code: 'PAYLOAD_TOO_LARGE', message }, headers, log);
  }
  writeError(socket, malformed, headers, log);
}

/** Handles Node's `connect`: a CONNECT request, meant for a proxy. */
export const rejectConnect = (socket: Duplex, headers: Headers, log: Logger): void =>
  writeError(socket, { code: 'BAD_REQUEST', message: 'This server is not a proxy.' }, headers, log);

/** How long a client may take to close a rejected connection, in milliseconds. */
const closeTimeoutMs = 1_000;

function writeError(socket: Duplex, error: PublicError, headers: Headers, log: Logger): void {
  // Node has handed this socket over: its errors and its end are handled here.
  socket.on('error', () => {});
  setTimeout(() => socket.destroy(), closeTimeoutMs).unref();
  const status = errorStatus[error.code];
  const { requestId, body } = logError(error, log);
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

/** Logs the error and builds its body, readable for tRPC clients and for all others. */
function logError(error: PublicError, log: Logger): { requestId: string; body: string } {
  const { code, message } = error;
  const requestId = randomUUID();
  log.info({ requestId, status: errorStatus[code] }, message);
  const shape = toErrorShape(error, { requestId });
  return { requestId, body: JSON.stringify({ error: shape, code, message }) };
}
