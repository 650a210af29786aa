// The requests that are measured, as bytes, the same for every implementation.
import { cookieOf, creator, people, taskId, tasksEach } from './seed.ts';

/** A request of one user. */
export interface Call {
  person: number;
  method: 'GET' | 'POST';
  path: string;
  body?: string;
}

/** Gives the next call, each of another user. */
export type Calls = () => Call;

const query = (names: string, input: unknown, more = ''): string =>
  `/trpc/${names}?${more}input=${encodeURIComponent(JSON.stringify(input))}`;

const get = (person: number, path: string): Call => ({ person, method: 'GET', path });
const post = (person: number, name: string, input: unknown): Call => ({
  person,
  method: 'POST',
  path: `/trpc/${name}`,
  body: JSON.stringify(input),
});

/** Spreads calls over all tasks: far apart in the table, each once before any is repeated. */
const placeOf = (n: number) => ({
  person: (n * 7) % people,
  place: Math.floor(n / people) % tasksEach,
});

export const cases = {
  'list 50': (n: number) => get((n * 7) % people, query('task.list', { limit: 50 })),
  get: (n: number) => {
    const { person, place } = placeOf(n);
    return get(person, query('task.get', { id: taskId(person, place) }));
  },
  counts: (n: number) => get((n * 7) % people, '/trpc/task.counts'),
  create: (n: number) =>
    post(creator(n), 'task.create', {
      title: `Write to ${n} people`,
      ...(n % 2 === 0 ? { description: 'About the summer, and whether they come' } : {}),
    }),
  // Another title each time, so that every update changes the row.
  update: (n: number) => {
    const { person, place } = placeOf(n);
    const title = `Buy bread and oat milk for ${n} people`;
    return post(person, 'task.update', { id: taskId(person, place), title });
  },
  'batch of 10 gets': (n: number) => {
    const { person, place } = placeOf(n);
    const ids = Array.from({ length: 10 }, (_, k) => taskId(person, (place + k) % tasksEach));
    const inputs = Object.fromEntries(ids.map((id, k) => [k, { id }]));
    return get(person, query(Array(10).fill('task.get').join(), inputs, 'batch=1&'));
  },
} satisfies Record<string, (n: number) => Call>;

export type Case = keyof typeof cases;
export const caseNames = Object.keys(cases) as Case[];

/** The headers of a browser: the cookie, and the origin of a POST. */
export function headersOf({ person, method }: Call, port: number): Record<string, string> {
  return {
    cookie: cookieOf(person),
    ...(method === 'POST'
      ? { 'content-type': 'application/json', origin: `http://127.0.0.1:${port}` }
      : {}),
  };
}

/** The request as HTTP. */
export function bytesOf(call: Call, port: number, cookies: Map<number, string>): string {
  const { person, method, path, body = '' } = call;
  let cookie = cookies.get(person);
  if (cookie === undefined) cookies.set(person, (cookie = cookieOf(person)));
  const head = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\n`;
  if (method === 'GET') return `${head}\r\n`;
  return `${head}Origin: http://127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
