// Load over keep-alive connections. It does as little work as possible, because it shares a core with the
// database.
import { connect, type Socket } from 'node:net';

export const connections = 64;

export interface Loaded {
  requests: number;
  seconds: number;
  /** In milliseconds, sorted. */
  latencies: number[];
}

/**
 * Sends requests for `seconds`, over 64 connections, each as soon as the previous one is answered.
 *
 * @param next gives the next request, as bytes.
 * @throws Error where an answer is not a success.
 */
export async function load(port: number, seconds: number, next: () => string): Promise<Loaded> {
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1_000;
  const nextUntilEnd = () => (performance.now() < end ? next() : undefined);
  const clients = Array.from({ length: connections }, () => sendRequests(port, nextUntilEnd));
  for (const client of await Promise.all(clients)) latencies.push(...client);
  return {
    requests: latencies.length,
    seconds: (performance.now() - start) / 1_000,
    latencies: latencies.toSorted((a, b) => a - b),
  };
}

function sendRequests(port: number, next: () => string | undefined): Promise<number[]> {
  const { promise, resolve, reject } = Promise.withResolvers<number[]>();
  const latencies: number[] = [];
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let sent = 0;
  const send = () => {
    const request = next();
    sent = performance.now();
    if (request !== undefined) return void socket.write(request);
    socket.destroy();
    resolve(latencies);
  };
  readAnswers(socket, (status, answer) => {
    if (status !== '200')
      return reject(new Error(`unexpected answer: ${answer.toString('latin1')}`));
    latencies.push(performance.now() - sent);
    send();
  });
  socket.once('connect', send);
  socket.once('error', reject);
  return promise;
}

/** Reads Content-Length and chunked bodies, and nothing else of HTTP. */
function readAnswers(socket: Socket, onAnswer: (status: string, answer: Buffer) => void): void {
  let partial: Buffer | undefined;
  socket.on('data', (chunk) => {
    const answer: Buffer = partial ? Buffer.concat([partial, chunk]) : chunk;
    if (!isComplete(answer)) {
      partial = answer;
      return;
    }
    partial = undefined;
    onAnswer(answer.toString('latin1', 9, 12), answer);
  });
}

function isComplete(answer: Buffer): boolean {
  const head = answer.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.toString('latin1', 0, head))?.[1];
  if (length !== undefined) return answer.length >= head + 4 + Number(length);
  return answer.toString('latin1', answer.length - 5) === '0\r\n\r\n';
}

/** The value below which `share` of the values lie. */
export const quantile = (sorted: number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

export const median = (values: number[]): number =>
  quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
