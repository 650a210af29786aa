// Run before the measurements: checks that every implementation gives the same answers to the same requests,
// because figures of different work cannot be compared. Only fields that the baseline has are compared: a new
// field of Tydo's may stay out of the work by hand.
import { isDeepStrictEqual } from 'node:util';
import { type Call, caseNames, cases, headersOf } from './cases.ts';
import { type Engine, run } from './databases.ts';
import { people, taskId } from './seed.ts';
import { baseline } from './servers.ts';

/** How many calls of each case are compared; the load begins with the next one. */
export const comparedCalls = 6;

export interface RunningServer {
  implementation: string;
  port: number;
  url: string;
}

const signedOut = Number.MAX_SAFE_INTEGER;
const noCall = { person: 0, method: 'GET', path: '' } as const;

/** Calls that are refusals, with their status. */
const refusals: [string, Call, number][] = [
  ['no session', { ...noCall, path: '/trpc/task.counts', person: signedOut }, 401],
  ['another user’s task', { ...noCall, path: inputOf({ id: taskId(1, 0) }) }, 404],
  ['no task', { ...noCall, path: inputOf({ id: 2 ** 31 - 1 }) }, 404],
  ['no id', { ...noCall, path: inputOf({ id: 1.5 }) }, 400],
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
export async function compareAnswers(engine: Engine, running: RunningServer[]): Promise<void> {
  for (const name of caseNames) {
    for (let n = 0; n < comparedCalls; n += 1) {
      const answers = await Promise.all(running.map((server) => request(server, cases[name](n))));
      expectSameFields(
        `${engine}, ${name}`,
        answers.map(({ status, body }) => [status, normalized(body)]),
        running,
      );
    }
  }
  for (const [name, call, status] of refusals) {
    const answers = await Promise.all(running.map((server) => request(server, call)));
    expectSame(`${engine}, ${name}`, [...answers.map((answer) => answer.status), status]);
  }
  const withJournal = running.filter(({ implementation }) => implementation !== 'documented');
  const journals = await Promise.all(withJournal.map(({ url }) => journalRows(url)));
  expectSameFields(`${engine}, the journal`, journals, withJournal);
}

async function request(
  { port }: RunningServer,
  call: Call,
): Promise<{ status: number; body: unknown }> {
  const headers = call.person === signedOut ? {} : headersOf(call, port);
  const answer = await fetch(`http://127.0.0.1:${port}${call.path}`, {
    method: call.method,
    headers,
    ...(call.body === undefined ? {} : { body: call.body }),
  });
  return { status: answer.status, body: await answer.json() };
}

/** Without what may differ: times, new uids and ranks, and the format of a cursor. */
function normalized(body: unknown): unknown {
  const now = Date.now();
  return JSON.parse(JSON.stringify(body), (name, value: unknown) => {
    if (name === 'nextCursor') return typeof value;
    if (name === 'uid') return String(value).startsWith('task-') ? value : 'new';
    if (name === 'rank') return String(value).startsWith('g0') ? value : 'new';
    const isNew =
      typeof value === 'string' && name.endsWith('At') && now - Date.parse(value) < 60_000;
    return isNew ? 'now' : value;
  });
}

/** The rows that the writes left in the journal, without times and random ids. */
async function journalRows(url: string): Promise<unknown> {
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
      changes: normalized(typeof changes === 'string' ? JSON.parse(changes) : changes),
    };
  });
}

/** Compares the fields that the baseline has. @param answers of these servers, in their order. */
function expectSameFields(what: string, answers: unknown[], servers: RunningServer[]): void {
  const model = answers[servers.findIndex(({ implementation }) => implementation === baseline)];
  expectSame(
    what,
    answers.map((answer) => pickFields(answer, model)),
  );
}

/** Without the fields that `model` does not have. */
function pickFields(value: unknown, model: unknown): unknown {
  if (!isObject(value) || !isObject(model)) return value;
  if (Array.isArray(value)) {
    return value.map((item, at) => pickFields(item, model[at]));
  }
  const fields = Object.entries(value).filter(([name]) => name in model);
  return Object.fromEntries(fields.map(([name, field]) => [name, pickFields(field, model[name])]));
}

const isObject = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === 'object' && value !== null;

function expectSame(what: string, [first, ...others]: unknown[]): void {
  const different = others.find((other) => !isDeepStrictEqual(other, first));
  if (different === undefined) return;
  const [one, other] = [first, different].map((value) => JSON.stringify(value).slice(0, 1_500));
  throw new Error(`${what}: the implementations give different answers.\n${one}\n${other}`);
}
