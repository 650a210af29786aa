// Before anything is measured: every peer gives the same answers to the same requests. Figures of a
// peer that does something else would mean nothing.
import { isDeepStrictEqual } from 'node:util';
import { type Call, caseNames, cases, headersOf } from './cases.ts';
import { type Engine, run } from './databases.ts';
import { people, taskId } from './seed.ts';

/** How many calls of each case are compared; the load goes on with the next. */
export const compared = 6;

export interface Running {
  peer: string;
  port: number;
  url: string;
}

const stranger = Number.MAX_SAFE_INTEGER;
const nothing = { person: 0, method: 'GET', path: '' } as const;

/** What is refused, and with which status. */
const refused: [string, Call, number][] = [
  ['no session', { ...nothing, path: '/trpc/task.counts', person: stranger }, 401],
  ['somebody else’s task', { ...nothing, path: inputOf({ id: taskId(1, 0) }) }, 404],
  ['no task', { ...nothing, path: inputOf({ id: 2 ** 31 - 1 }) }, 404],
  ['no id', { ...nothing, path: inputOf({ id: 1.5 }) }, 400],
  [
    'no title',
    { person: people, method: 'POST', path: '/trpc/task.create', body: '{"title":" "}' },
    400,
  ],
];

function inputOf(input: unknown): string {
  return `/trpc/task.get?input=${encodeURIComponent(JSON.stringify(input))}`;
}

/** @throws Error that shows the first difference. */
export async function check(engine: Engine, running: Running[]): Promise<void> {
  for (const name of caseNames) {
    for (let n = 0; n < compared; n += 1) {
      const answers = await Promise.all(running.map((server) => ask(server, cases[name](n))));
      expectSame(
        `${engine}, ${name}`,
        answers.map(({ status, body }) => [status, shown(body)]),
      );
    }
  }
  for (const [name, call, status] of refused) {
    const answers = await Promise.all(running.map((server) => ask(server, call)));
    expectSame(`${engine}, ${name}`, [...answers.map((answer) => answer.status), status]);
  }
  const journals = running
    .filter(({ peer }) => peer !== 'documented')
    .map(({ url }) => journal(url));
  expectSame(`${engine}, the journal`, await Promise.all(journals));
}

async function ask({ port }: Running, call: Call): Promise<{ status: number; body: unknown }> {
  const headers = call.person === stranger ? {} : headersOf(call, port);
  const answer = await fetch(`http://127.0.0.1:${port}${call.path}`, {
    method: call.method,
    headers,
    ...(call.body === undefined ? {} : { body: call.body }),
  });
  return { status: answer.status, body: await answer.json() };
}

/** Without what is everybody's own: the time, and how a cursor is written. */
function shown(body: unknown): unknown {
  const now = Date.now();
  return JSON.parse(JSON.stringify(body), (name, value: unknown) => {
    if (name === 'nextCursor') return typeof value;
    if (name === 'uid') return String(value).startsWith('task-') ? value : 'chosen just now';
    if (name === 'rank') return String(value).startsWith('g0') ? value : 'of just now';
    const isNew =
      typeof value === 'string' && name.endsWith('At') && now - Date.parse(value) < 60_000;
    return isNew ? 'just now' : value;
  });
}

/** What the writes have left, but for the times and random ids. */
async function journal(url: string): Promise<unknown> {
  const rows = await run(
    url,
    `select o.user_id, o.seq, o.kind, o.weight, o.changes, t.task_id, j.seq as last
     from operation o join operation_task t on t.user_id = o.user_id and t.seq = o.seq
     join journal j on j.user_id = o.user_id order by o.user_id, o.seq`,
  );
  return rows.map((row) => {
    const { changes, ...others } = Object(row);
    return {
      ...others,
      changes: shown(typeof changes === 'string' ? JSON.parse(changes) : changes),
    };
  });
}

function expectSame(what: string, [first, ...others]: unknown[]): void {
  const different = others.find((other) => !isDeepStrictEqual(other, first));
  if (different === undefined) return;
  const [one, other] = [first, different].map((value) => JSON.stringify(value).slice(0, 1_500));
  throw new Error(`${what}: the peers do not answer the same.\n${one}\n${other}`);
}
