// Requests at a rate that does not depend on how soon they are answered, as many people send them. It does as
// little work as possible: it shares the machine with the server.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { callerOf } from './caller.ts';

export interface OfferedLoad {
  url: string;
  /** Headers of the people, who take turns. */
  people: readonly Record<string, string>[];
  perSecond: number;
  seconds: number;
}

export interface Answers {
  /** How many had each status; 'unsent' are those for which no connection was free. */
  count: Record<string, number>;
  /** How long those with 200 took, and the others, in milliseconds, sorted. */
  acceptedMs: number[];
  refusedMs: number[];
  /** Of those that were refused, without `Retry-After`. */
  withoutRetryAfter: number;
}

const connections = 1_000;
const tickMs = 5;
/** Of ten calls of a person, how many change something. */
const writesOfTen = 2;

/**
 * Sends calls for so many seconds, eight reads for each two writes, and waits for all answers.
 *
 * @throws Error when a connection ends.
 */
export async function offerLoad(load: OfferedLoad): Promise<Answers> {
  const { people, perSecond, seconds } = load;
  const answers: Answers = { count: {}, acceptedMs: [], refusedMs: [], withoutRetryAfter: 0 };
  const requests = people.flatMap((headers) => [readWith(headers), writeWith(headers)]);
  const all = await Promise.all(Array.from({ length: connections }, () => open(load.url, answers)));
  const free = all.slice();
  const sent: Promise<unknown>[] = [];
  const startedAt = performance.now();
  let due = 0;
  while (due < perSecond * seconds) {
    const elapsedMs = performance.now() - startedAt;
    for (; due < Math.min((elapsedMs / 1_000) * perSecond, perSecond * seconds); due += 1) {
      // The one that was not used for longest: the server closes those that send nothing.
      const connection = free.shift();
      if (connection === undefined) {
        answers.count['unsent'] = (answers.count['unsent'] ?? 0) + 1;
        continue;
      }
      const isWrite = Math.floor(due / people.length) % 10 < writesOfTen;
      const request = requests[2 * (due % people.length) + Number(isWrite)] ?? '';
      sent.push(connection.send(request).then(() => free.push(connection)));
    }
    await sleep(tickMs);
  }
  await Promise.all(sent);
  for (const { socket } of all) socket.destroy();
  answers.acceptedMs.sort((a, b) => a - b);
  answers.refusedMs.sort((a, b) => a - b);
  return answers;
}

/** The value below which `share` of the sorted values lie; 0 if there are none. */
export const quantile = (sorted: readonly number[], share: number): number =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);

/** Headers of new people, each with an address of their own: the server needs TRUST_PROXY=1. */
export async function signUpMany(url: string, count: number): Promise<Record<string, string>[]> {
  const people: Record<string, string>[] = [];
  for (let index = 0; index < count; index += 1) {
    const { bearer } = await callerOf({ url }).signUp();
    people.push({ ...bearer, 'x-forwarded-for': `198.51.${index >> 8}.${index & 255}` });
  }
  return people;
}

/** How many calls a second are answered, by sending more and more until some are not answered in time. */
export async function capacityOf(url: string, people: Record<string, string>[]): Promise<number> {
  for (let perSecond = 50; ; perSecond *= 1.3) {
    const startedAt = performance.now();
    const { acceptedMs } = await offerLoad({ url, people, perSecond, seconds: 3 });
    const answered = acceptedMs.length / ((performance.now() - startedAt) / 1_000);
    if (answered < 0.9 * perSecond) return Math.round(answered);
  }
}

const headText = (line: string, headers: Record<string, string>) =>
  [`${line} HTTP/1.1`, 'host: localhost', ...Object.entries(headers).map((one) => one.join(': '))]
    .map((text) => `${text}\r\n`)
    .join('');
const readWith = (headers: Record<string, string>): string =>
  `${headText('GET /trpc/task.list?input=%7B%22limit%22%3A20%7D', headers)}\r\n`;
const body = '{"title":"Buy milk"}';
const writeWith = (headers: Record<string, string>): string =>
  `${headText('POST /trpc/task.create', { ...headers, 'content-length': String(body.length) })}\r\n${body}`;

interface Connection {
  socket: Socket;
  /** Resolves when the answer is there. */
  send: (request: string) => Promise<void>;
}

async function open(url: string, answers: Answers): Promise<Connection> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), noDelay: true });
  await once(socket, 'connect');
  let onAnswer: PromiseWithResolvers<void> | undefined;
  let sentAt = 0;
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    if (!isComplete(received)) return;
    const status = received.slice(9, 12);
    const ms = performance.now() - sentAt;
    answers.count[status] = (answers.count[status] ?? 0) + 1;
    if (status === '200') answers.acceptedMs.push(ms);
    else {
      answers.refusedMs.push(ms);
      if (!/\r\nretry-after: /i.test(received)) answers.withoutRetryAfter += 1;
    }
    received = '';
    onAnswer?.resolve();
    onAnswer = undefined;
  });
  socket.on('error', (error) => onAnswer?.reject(error));
  socket.on('end', () => onAnswer?.reject(new Error('the server closed a connection')));
  return {
    socket,
    send(request) {
      onAnswer = Promise.withResolvers();
      sentAt = performance.now();
      socket.write(request);
      return onAnswer.promise;
    },
  };
}

/** Knows Content-Length and chunks, and nothing else of HTTP. */
function isComplete(answer: string): boolean {
  const end = answer.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, end + 2))?.[1];
  return length === undefined
    ? answer.endsWith('\r\n0\r\n\r\n')
    : answer.length >= end + 4 + Number(length);
}
