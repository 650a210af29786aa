// A real HTTP server in front of a Tydo server, or in its place, that answers as a test wants.
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ReceivedRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** The number of calls in it. */
  calls: number;
  /** Whether the client closed the connection before the response was complete. */
  aborted: boolean;
}

export interface FakeServer extends AsyncDisposable {
  url: string;
  /** All requests so far. */
  requests: ReceivedRequest[];
}

/** Answers a request, or does not. */
export type Handler = (request: ReceivedRequest, res: ServerResponse) => unknown;

/** @param handlers for the first request, the second, and so on; the last one stays. */
export async function startFakeServer(...handlers: Handler[]): Promise<FakeServer> {
  const requests: ReceivedRequest[] = [];
  const serve = async (req: IncomingMessage, res: ServerResponse) => {
    const request = await read(req);
    res.once('close', () => (request.aborted = !res.writableFinished));
    const handler = handlers[Math.min(requests.push(request), handlers.length) - 1];
    await handler?.(request, res);
  };
  const server = createServer((req, res) => void serve(req, res));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function read(req: IncomingMessage): Promise<ReceivedRequest> {
  const { method = '', url = '', headers } = req;
  const batch = url.includes('batch=1') ? url.split('?', 1)[0] : undefined;
  const body = await text(req);
  return { method, url, headers, body, calls: batch?.split(',').length ?? 1, aborted: false };
}

/** Gives the response of the server behind it. */
export const forwardTo =
  (target: { url: string }): Handler =>
  async ({ method, url, headers: { authorization = '' }, body }, res) => {
    const response = await fetch(`${target.url}${url}`, {
      method,
      headers: { 'content-type': 'application/json', authorization },
      body: method === 'POST' ? body : null,
    });
    res.writeHead(response.status).end(await response.text());
  };

export const respond =
  (status: number, body: unknown = '', headers: Record<string, string> = {}): Handler =>
  (_request, res) => {
    res.writeHead(status, headers);
    res.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

/** Responds with tRPC's error envelope, for all calls of a batch. */
export const respondWithError = (
  code: string,
  httpStatus: number,
  headers: Record<string, string> = {},
) =>
  respond(
    httpStatus,
    { error: { code: -1, message: `said ${code}`, data: { code, httpStatus } } },
    headers,
  );

export const closeConnection: Handler = (_request, res) => void res.destroy();

export const closeMidResponse: Handler = (_request, res) => {
  res.writeHead(200, { 'content-length': '1000' });
  res.write('[{"result":', () => res.destroy());
};

export const neverRespond: Handler = () => undefined;

/** Begins a response that never ends. */
export const neverFinish: Handler = (_request, res) => {
  res.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => res.write(' '), 50);
  res.once('close', () => clearInterval(timer));
};
