// Load over kept connections: as little work as possible, because it shares a core with the database.
import { connect, type Socket } from 'node:net';

export const connections = 64;

export interface Loaded {
  requests: number;
  seconds: number;
  /** In milliseconds, sorted. */
  latencies: number[];
}

/**
 * Asks as fast as answers come, over 64 connections, for so long.
 *
 * @param next gives the next request, as bytes.
 * @throws Error where an answer is no success: then the figures would mean nothing.
 */
export async function load(port: number, seconds: number, next: () => string): Promise<Loaded> {
  const latencies: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1_000;
  const nextInTime = () => (performance.now() < end ? next() : undefined);
  const clients = Array.from({ length: connections }, () => oneAfterTheOther(port, nextInTime));
  for (const client of await Promise.all(clients)) latencies.push(...client);
  return {
    requests: latencies.length,
    seconds: (performance.now() - began) / 1_000,
    latencies: latencies.toSorted((a, b) => a - b),
  };
}

function oneAfterTheOther(port: number, next: () => string | undefined): Promise<number[]> {
  const { promise, resolve, reject } = Promise.withResolvers<number[]>();
  const latencies: number[] = [];
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let sent = 0;
  const ask = () => {
    const request = next();
    sent = performance.now();
    if (request !== undefined) return void socket.write(request);
    socket.destroy();
    resolve(latencies);
  };
  readAnswers(socket, (status, answer) => {
    if (status !== '200') return reject(new Error(`an answer was ${answer.toString('latin1')}`));
    latencies.push(performance.now() - sent);
    ask();
  });
  socket.once('connect', ask);
  socket.once('error', reject);
  return promise;
}

/** Knows lengths and chunks, and nothing else of HTTP. */
function readAnswers(socket: Socket, answered: (status: string, answer: Buffer) => void): void {
  let kept: Buffer | undefined;
  socket.on('data', (chunk) => {
    const answer: Buffer = kept ? Buffer.concat([kept, chunk]) : chunk;
    if (!isWhole(answer)) {
      kept = answer;
      return;
    }
    kept = undefined;
    answered(answer.toString('latin1', 9, 12), answer);
  });
}

function isWhole(answer: Buffer): boolean {
  const head = answer.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.toString('latin1', 0, head))?.[1];
  if (length !== undefined) return answer.length >= head + 4 + Number(length);
  return answer.toString('latin1', answer.length - 5) === '0\r\n\r\n';
}

/** The value below which that share of them lies. */
export const quantile = (sorted: number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

export const median = (values: number[]): number =>
  quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
