// Many people at one server. Whatever one of them does is checked for what must hold of every call.
import { type Engine, execute } from '@tydo/db/testing';
import { expect } from 'vitest';
import { appRouter } from '../router.ts';
import { callerOf, json } from './caller.ts';
import { type Procedure, proceduresOf } from './inputs.ts';
import { startTestServer } from './server.ts';

export const procedures = proceduresOf(appRouter);

export interface Call {
  procedure: Procedure;
  input: unknown;
}

export interface Answer {
  status: number;
  body: string;
  /** Of each call: OK, or with what it was refused. */
  codes: string[];
}

export interface Person {
  id: string;
  /** In each text that this person writes, and in nobody else's. */
  mark: string;
  /** The latest that answers named or this person sent, whether it is still there or not. */
  seen: Record<keyof typeof named, string[]>;
  /** One HTTP request: a batch, or its only call alone. All queries or all mutations. */
  send: (calls: Call[], batched: boolean) => Promise<Answer>;
}

export interface Crowd extends AsyncDisposable {
  url: string;
  people: Person[];
  /** All rows of these people, as they lie in the database. */
  rowsOf: (people: Person[]) => Promise<{ mark: string; row: string }[]>;
  /** How many calls there have been. */
  calls: () => number;
  /** How often each procedure has answered what. */
  told: () => string;
}

/** Starts a server at which `count` people have signed up. */
export async function startCrowd(engine: Engine, count: number): Promise<Crowd> {
  const server = await startTestServer({ engine });
  const tally: Tally = new Map();
  const people = await Promise.all(
    Array.from({ length: count }, async (_, nth) => {
      const { id, bearer } = await callerOf(server).signUp();
      const mark = `p${String(nth).padStart(2, '0')}:`;
      return personWith(id, mark, (...request) => send(server.url, bearer, ...request), tally);
    }),
  );
  return {
    url: server.url,
    people,
    async rowsOf(some) {
      const marks = new Map(some.map(({ id, mark }) => [id, mark]));
      const rows = await execute(server.databaseUrl, 'select * from task order by id');
      return rows.flatMap((row) => {
        const mark = marks.get(Object(row).user_id);
        return mark === undefined ? [] : [{ mark, row: JSON.stringify(row) }];
      });
    },
    calls: () => callsIn(tally),
    told: () =>
      [...tally]
        .toSorted()
        .map(([answer, times]) => `${times} × ${answer}`)
        .join(', '),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** The marks of all whose texts are in this one. The colon keeps cursors and ids from looking so. */
export const marksIn = (text: string): string[] => [...new Set(text.match(/p\d\d:/g))];

/** How often each answer was given, by procedure and code. */
type Tally = Map<string, number>;
const callsIn = (tally: Tally) => [...tally.values()].reduce((sum, times) => sum + times, 0);

function personWith(id: string, mark: string, request: Person['send'], tally: Tally): Person {
  const seen: Person['seen'] = { id: [], uuid: [], cursor: [], seq: [], time: [] };
  return {
    id,
    mark,
    seen,
    async send(calls, batched) {
      const answer = await request(calls, batched);
      const inputs = calls.map(({ input }) => JSON.stringify(input));
      for (const [nth, { procedure }] of calls.entries()) {
        const told = `${procedure.path} ${answer.codes[nth]}`;
        tally.set(told, (tally.get(told) ?? 0) + 1);
      }
      const asked = calls.map(({ procedure }, nth) => `${procedure.path}(${inputs[nth] ?? ''})`);
      const when = `after ${callsIn(tally)} calls, to ${mark} ${asked.join(', ')}`;
      expect(wrongWith(mark, calls, answer), when).toEqual([]);
      for (const [kind, found] of Object.entries(seen) as [keyof typeof named, string[]][]) {
        // Only ids that callers make up are known before they are answered.
        found.push(...namesIn(kind === 'uuid' ? inputs + answer.body : answer.body, kind));
        found.splice(0, found.length - 30);
      }
      return answer;
    },
  };
}

/** How answers and inputs show what can be named in another call. */
export const named = {
  id: /"id":(\d+)/g,
  uuid: /"(\w{8}-\w{4}-\w{4}-\w{4}-\w{12})"/g,
  cursor: /"nextCursor":"([^"]+)"/g,
  seq: /"seq":(\d+)/g,
  time: /"updatedAt":"([^"]+)"/g,
};

export const namesIn = (text: string, kind: keyof typeof named): string[] =>
  [...text.matchAll(named[kind])].map((match) => match[1] ?? '');

/** What must never be, of whatever call. */
function wrongWith(mark: string, calls: Call[], { status, body, codes }: Answer): string[] {
  const strangers = marksIn(body).filter((found) => found !== mark);
  const undeclared = calls.flatMap(({ procedure: { path, refuses } }, index) => {
    const code = codes[index] ?? 'no answer';
    return ['OK', ...refuses].includes(code) ? [] : [`${path} answers ${code}`];
  });
  return [
    ...strangers.map((stranger) => `tells what ${stranger} has written: ${body}`),
    ...undeclared,
    ...(status >= 500 ? [`status ${status}`] : []),
    ...(codes.length === calls.length ? [] : [`${codes.length} answers`]),
  ];
}

/** As whoever `headers` say. The request's id is always the same, so that answers can be compared. */
export async function send(
  url: string,
  headers: Record<string, string>,
  calls: Call[],
  batched: boolean,
): Promise<Answer> {
  const paths = calls.map(({ procedure }) => procedure.path).join();
  const inputs = calls.map(({ input }) => input);
  const input = JSON.stringify(batched ? { ...inputs } : inputs[0]);
  const query = new URLSearchParams(batched ? { batch: '1' } : {});
  const isQuery = calls[0]?.procedure.type === 'query';
  if (isQuery && input !== undefined) query.set('input', input);
  const response = await fetch(`${url}/trpc/${paths}?${query}`, {
    method: isQuery ? 'GET' : 'POST',
    headers: { ...json, ...headers, 'x-request-id': 'one' },
    body: isQuery ? null : (input ?? null),
  });
  const body = await response.text();
  const answers = [JSON.parse(body) as unknown].flat() as { error?: { data: { code: string } } }[];
  const codes = answers.map(({ error }) => error?.data.code ?? 'OK');
  return { status: response.status, body, codes };
}
