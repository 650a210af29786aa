// Node's HTTP server: its limits, and an end that cuts nobody off.
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, codeOf } from '@tydo/db';
import { maxHeaderBytes } from '@tydo/schemas/wire';
import type { Logger } from 'pino';
import {
  isReadable,
  refuseConnection,
  refuseMalformed,
  refuseUnreadable,
  unready,
} from './unready.ts';

/** How long requests in flight may take to finish when the process is told to end, in milliseconds. */
const patience = 8_000;

export interface Listener {
  /** @returns the port. @throws ConfigError when it cannot be had. */
  listen: (host: string, port: number) => Promise<number>;
  /** Who answers from now on. */
  handle: (listener: RequestListener) => void;
  /** Listens on while requests are in flight, so that readiness can be asked; then ends. */
  close: () => Promise<void>;
}

/**
 * A server that answers 503 until it is told who handles its requests.
 *
 * @param headers what every answer carries, whoever gives it.
 * @param log gets a line for each request that it refuses.
 * @param stallTimeoutMs how long a client may read nothing of an answer that waits for it.
 */
export function createListener(headers: Headers, log: Logger, stallTimeoutMs = 30_000): Listener {
  const onAll = [...headers];
  let listener = unready(log);
  const refuse = refuseUnreadable(log);
  let inFlight = 0;
  const isBusy = () => inFlight > 0;
  let closing = false;
  // A browser opens connections in advance; those that asked nothing are not idle to Node.
  const silent = new Set<Socket>();
  const answer: RequestListener = (req, res) => {
    silent.delete(req.socket);
    inFlight += 1;
    res.once('close', () => (inFlight -= 1));
    res.on('timeout', (socket) => {
      if (socket.writableLength > 0) socket.destroy();
    });
    for (const [name, value] of onAll) res.setHeader(name, value);
    if (closing) res.setHeader('Connection', 'close');
    (isReadable(req) ? listener : refuse)(req, res);
  };
  const server = createServer(
    {
      maxHeaderSize: maxHeaderBytes,
      requestTimeout: 30_000,
      headersTimeout: 15_000,
      // Longer than a load balancer keeps its own end (60 s).
      keepAliveTimeout: 75_000,
      // Refused by ourselves: Node's own answer has no headers and no body.
      requireHostHeader: false,
    },
    answer,
  );
  // When nothing moves: an answer tells whether its client is to blame. Who waits for a sign-in may wait
  // as long. Between two requests keepAliveTimeout counts.
  server.timeout = stallTimeoutMs;
  // An expectation that nobody knows is passed over, as HTTP allows; Node would refuse it, barely.
  server.on('checkExpectation', answer);
  server.on('clientError', (error, socket) => refuseMalformed(error, socket, headers, log));
  server.on('connect', (_req, socket) => refuseConnection(socket, headers, log));
  server.on('connection', (socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  return {
    listen: (host, port) => listen(server, host, port),
    handle(next) {
      listener = next;
    },
    async close() {
      closing = true;
      const end = Date.now() + patience;
      while (isBusy() && Date.now() < end) await sleep(20);
      const closed = once(server, 'close');
      server.close();
      for (const socket of silent) socket.destroy();
      server.closeIdleConnections();
      // A last answer is still on its way, perhaps; what does not end by itself is ended.
      const late = setTimeout(() => server.closeAllConnections(), isBusy() ? 0 : 500);
      await closed;
      clearTimeout(late);
    },
  };
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EADDRINUSE') {
      throw new ConfigError(`Port ${port} on ${host} is taken. Set PORT to another one.`);
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new ConfigError(`Cannot listen on ${host}:${port} (${code}). Set HOST and PORT.`);
    }
    throw error;
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
