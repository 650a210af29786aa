// Node's HTTP server, with its limits and a graceful shutdown.
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, codeOf } from '@tydo/db';
import { maxHeaderBytes } from '@tydo/schemas/wire';
import type { Logger } from 'pino';
import { createIntake } from './intake.ts';
import {
  handleOverload,
  handleStarting,
  hasValidPath,
  isWork,
  rejectConnect,
  rejectInvalidPath,
  rejectMalformed,
} from './raw-responses.ts';

/** How long `close` waits for requests in flight, in milliseconds. A call is answered within 5 s. */
const shutdownTimeoutMs = 5_500;

/**
 * How many connections may wait to be accepted. Node's 511 overflow when a crowd arrives; a client then tries
 * again only after seconds.
 */
const backlog = 4_096;

export interface Listener {
  /** @returns the port. @throws ConfigError when the port cannot be used. */
  listen: (host: string, port: number) => Promise<number>;
  /**
   * Sets the handler of all further requests.
   *
   * @param isOverloaded whether one that needs work is better refused. Default: none is.
   */
  setHandler: (handler: RequestListener, isOverloaded?: () => boolean) => void;
  /** How many requests were refused because there was too much to do. */
  refused: () => number;
  /** Accepts connections until no request is in flight, so that `/readyz` can be read; then ends. */
  close: () => Promise<void>;
}

/**
 * A server that responds with 503 until `setHandler` is called.
 *
 * @param headers added to every response.
 * @param stallTimeoutMs how long a client may leave a response unread.
 */
export function createListener(headers: Headers, log: Logger, stallTimeoutMs = 30_000): Listener {
  const allHeaders = [...headers];
  let handler = handleStarting(log);
  const invalidPathHandler = rejectInvalidPath(log);
  const overloadHandler = handleOverload(log);
  let isOverloaded = () => false;
  let refused = 0;
  const intake = createIntake();
  let inFlight = 0;
  const isBusy = () => inFlight > 0;
  let isClosing = false;
  // Browsers open connections in advance. Without a first request, Node does not count them as idle.
  const unusedSockets = new Set<Socket>();
  const handle: RequestListener = (req, res) => {
    unusedSockets.delete(req.socket);
    inFlight += 1;
    res.once('close', () => (inFlight -= 1));
    res.on('timeout', (socket) => {
      if (socket.writableLength > 0) socket.destroy();
    });
    for (const [name, value] of allHeaders) res.setHeader(name, value);
    if (isClosing) res.setHeader('Connection', 'close');
    if (!hasValidPath(req)) return invalidPathHandler(req, res);
    if (!isWork(req)) return handler(req, res);
    intake.add((isLate) => {
      if (res.destroyed) return;
      if (!isLate && !isOverloaded()) return handler(req, res);
      refused += 1;
      overloadHandler(req, res);
    });
  };
  const server = createServer(
    {
      maxHeaderSize: maxHeaderBytes,
      requestTimeout: 30_000,
      headersTimeout: 15_000,
      // Longer than the idle timeout of load balancers (60 s).
      keepAliveTimeout: 75_000,
      // `requireHost` checks it: Node's own response has no headers and no body.
      requireHostHeader: false,
    },
    handle,
  );
  // A socket without traffic: the response's 'timeout' above destroys it only where the client does not read.
  // Between two requests, keepAliveTimeout applies instead.
  server.timeout = stallTimeoutMs;
  // An unknown expectation is ignored, as HTTP allows; Node's own response has no body.
  server.on('checkExpectation', handle);
  server.on('clientError', (error, socket) => rejectMalformed(error, socket, headers, log));
  server.on('connect', (_req, socket) => rejectConnect(socket, headers, log));
  server.on('connection', (socket) => {
    intake.noteConnection();
    unusedSockets.add(socket);
    socket.once('close', () => unusedSockets.delete(socket));
  });
  return {
    listen: (host, port) => listen(server, host, port, 'PORT'),
    setHandler(next, nextIsOverloaded = () => false) {
      handler = next;
      isOverloaded = nextIsOverloaded;
    },
    refused: () => refused,
    async close() {
      isClosing = true;
      const deadline = Date.now() + shutdownTimeoutMs;
      while (isBusy() && Date.now() < deadline) await sleep(20);
      const closed = once(server, 'close');
      server.close();
      for (const socket of unusedSockets) socket.destroy();
      server.closeIdleConnections();
      // Time for the last responses to leave; then the remaining connections are cut.
      const timer = setTimeout(() => server.closeAllConnections(), isBusy() ? 0 : 500);
      await closed;
      clearTimeout(timer);
    },
  };
}

/**
 * @param variable the one that sets the port.
 * @returns the port.
 * @throws ConfigError when it cannot be used.
 */
export async function listen(
  server: Server,
  host: string,
  port: number,
  variable: 'PORT' | 'METRICS_PORT',
): Promise<number> {
  try {
    server.listen({ port, host, backlog });
    await once(server, 'listening');
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EADDRINUSE') {
      throw new ConfigError(`Port ${port} on ${host} is taken. Set ${variable} to another one.`);
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new ConfigError(
        `Cannot listen on ${host}:${port} (${code}). Set HOST and ${variable}.`,
      );
    }
    throw error;
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
