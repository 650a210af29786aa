// A real HTTP server that stands before a Tydo server, or where one should be, and plays it badly.
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** How many calls it carries. */
  calls: number;
  /** Whether its caller has hung up before it was answered. */
  hungUp: boolean;
}

export interface Front extends AsyncDisposable {
  url: string;
  /** What has come in until now. */
  seen: Seen[];
}

/** Answers a request, or does not. */
export type Play = (seen: Seen, res: ServerResponse) => unknown;

/** @param plays what the first request gets, the second, and so on; the last play stays. */
export async function startFront(...plays: Play[]): Promise<Front> {
  const seen: Seen[] = [];
  const serve = async (req: IncomingMessage, res: ServerResponse) => {
    const request = await read(req);
    res.once('close', () => (request.hungUp = !res.writableFinished));
    const play = plays[Math.min(seen.push(request), plays.length) - 1];
    await play?.(request, res);
  };
  const server = createServer((req, res) => void serve(req, res));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function read(req: IncomingMessage): Promise<Seen> {
  const { method = '', url = '', headers } = req;
  const batch = url.includes('batch=1') ? url.split('?', 1)[0] : undefined;
  const body = await text(req);
  return { method, url, headers, body, calls: batch?.split(',').length ?? 1, hungUp: false };
}

/** What the server behind it says. */
export const forwardTo =
  (target: { url: string }): Play =>
  async ({ method, url, headers: { authorization = '' }, body }, res) => {
    const answer = await fetch(`${target.url}${url}`, {
      method,
      headers: { 'content-type': 'application/json', authorization },
      body: method === 'POST' ? body : null,
    });
    res.writeHead(answer.status).end(await answer.text());
  };

export const say =
  (status: number, body: unknown = '', headers: Record<string, string> = {}): Play =>
  (_seen, res) => {
    res.writeHead(status, headers);
    res.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

/** tRPC's envelope, which stands for all calls of a batch. */
export const refuse = (code: string, httpStatus: number, headers: Record<string, string> = {}) =>
  say(
    httpStatus,
    { error: { code: -1, message: `said ${code}`, data: { code, httpStatus } } },
    headers,
  );

export const hangUp: Play = (_seen, res) => void res.destroy();

export const hangUpInTheMiddle: Play = (_seen, res) => {
  res.writeHead(200, { 'content-length': '1000' });
  res.write('[{"result":', () => res.destroy());
};

export const saysNothing: Play = () => undefined;

/** Begins to answer, and goes on a little now and then. */
export const dribbles: Play = (_seen, res) => {
  res.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => res.write(' '), 50);
  res.once('close', () => clearInterval(timer));
};
