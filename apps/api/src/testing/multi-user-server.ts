// A server with many people. Each of their calls is checked against the rules that hold for every call.
import { type Engine, execute } from '@tydo/db/testing';
import { nounNames } from '@tydo/schemas/operation';
import type { Leaf } from '@tydo/schemas/testing/input-shape';
import { expect } from 'vitest';
import { appRouter } from '../router.ts';
import { callerOf } from './caller.ts';
import type { Door } from './doors.ts';
import {
  bodiesIn,
  type Call,
  type CallResult,
  describeCalls,
  type namePatterns,
  namesIn,
  send,
  violationsIn,
} from './procedure-calls.ts';
import { proceduresOf } from './procedures.ts';
import { startTestServer } from './server.ts';

export const procedures = proceduresOf(appRouter);

export interface Person {
  id: string;
  /** Headers with this person's session. */
  bearer: Record<string, string>;
  /** A prefix in every text that this person writes, and in no other person's. */
  mark: string;
  /** The latest ids, cursors and so on in this person's responses and requests, of deleted rows too. */
  seen: Record<keyof typeof namePatterns, string[]>;
  /** By noun: the ids of the rows that this person has created and not deleted, where they are UUIDs. */
  rowIds: Map<string, string[]>;
  /** By noun: the id of the row that this person has deleted last. */
  deletedIds: Map<string, string>;
  /** Sends one HTTP request: a batch, or a single call. All calls are queries, or all are mutations. */
  send: (calls: Call[], batched: boolean, door?: Door) => Promise<CallResult>;
}

export interface MultiUserServer extends AsyncDisposable {
  url: string;
  people: Person[];
  /** All rows of these people, of all nouns, read from the database. */
  rowsOf: (people: Person[]) => Promise<{ mark: string; row: string }[]>;
  /** All operation rows of all people. */
  operationRows: () => Promise<{ mark: string; row: string }[]>;
  /** How many calls were sent. */
  callCount: () => number;
  /** How often each procedure gave each code, for output. */
  codeCounts: () => string;
}

/** Starts a server at which `count` people have signed up. @param door through which their calls go by default. */
export async function startMultiUserServer(
  engine: Engine,
  count: number,
  door: Door = 'trpc',
): Promise<MultiUserServer> {
  const server = await startTestServer({ engine });
  const log: CallLog = { codeCounts: new Map(), notFoundBodies: new Map() };
  const people = await Promise.all(
    Array.from({ length: count }, async (_, nth) => {
      const { id, bearer } = await callerOf(server).signUp();
      const mark = `p${String(nth).padStart(2, '0')}:`;
      const request: Person['send'] = (calls, batched, one = door) =>
        send(server.url, bearer, calls, batched, one);
      return personWith({ id, bearer, mark }, request, log);
    }),
  );
  return {
    url: server.url,
    people,
    async rowsOf(some) {
      const marks = new Map(some.map(({ id, mark }) => [id, mark]));
      const tables = await Promise.all(
        nounNames.map((noun) =>
          execute(server.databaseUrl, `select * from "${noun}" order by user_id, id`),
        ),
      );
      return tables.flat().flatMap((row) => {
        const mark = marks.get(Object(row).user_id);
        return mark === undefined ? [] : [{ mark, row: JSON.stringify(row) }];
      });
    },
    async operationRows() {
      const marks = new Map(people.map(({ id, mark }) => [id, mark]));
      const rows = await execute(
        server.databaseUrl,
        'select user_id, changes, more from operation',
      );
      return rows.map((row) => {
        return { mark: String(marks.get(Object(row).user_id)), row: JSON.stringify(row) };
      });
    },
    callCount: () => callCountOf(log),
    codeCounts: () => [...log.codeCounts].map(([code, times]) => `${times} × ${code}`).join(', '),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** The UUIDs of a person that this value of an input can name: of rows of its noun, or of operations. */
export const uuidsFor = (
  { at }: Leaf,
  { seen, rowIds }: Pick<Person, 'seen' | 'rowIds'>,
): string[] =>
  (at.endsWith('.operationId') ? undefined : rowIds.get(at.split('.')[0] ?? '')) ?? seen.uuid;

/** What the calls of all people gave. */
interface CallLog {
  /** By procedure and code. */
  codeCounts: Map<string, number>;
  /** By procedure. */
  notFoundBodies: Map<string, string>;
}
const callCountOf = ({ codeCounts }: CallLog) =>
  [...codeCounts.values()].reduce((sum, count) => sum + count, 0);

function personWith(
  { id, bearer, mark }: Pick<Person, 'id' | 'bearer' | 'mark'>,
  request: Person['send'],
  log: CallLog,
): Person {
  const rowIds: Person['rowIds'] = new Map();
  const deletedIds: Person['deletedIds'] = new Map();
  const seen: Person['seen'] = { id: [], uid: [], uuid: [], cursor: [], seq: [], time: [] };
  return {
    id,
    bearer,
    mark,
    seen,
    rowIds,
    deletedIds,
    async send(calls, batched, door) {
      const result = await request(calls, batched, door);
      const description = describeCalls(calls);
      for (const [nth, { procedure }] of calls.entries()) {
        const key = `${procedure.path} ${result.codes[nth]}`;
        log.codeCounts.set(key, (log.codeCounts.get(key) ?? 0) + 1);
        const [noun = '', verb] = procedure.path.split('.');
        const named = /"data":\{"id":"([\w-]{36})"/.exec(bodiesIn(result.body)[nth] ?? '')?.[1];
        if (named === undefined) continue;
        const others = (rowIds.get(noun) ?? []).filter((one) => one !== named);
        if (verb === 'create') rowIds.set(noun, [...others, named]);
        if (verb !== 'delete') continue;
        rowIds.set(noun, others);
        deletedIds.set(noun, named);
        // Its sections went along.
        if (noun === 'list') rowIds.delete('section');
      }
      const when = `after ${callCountOf(log)} calls, to ${mark} ${description}`;
      const violations = violationsIn(mark, calls, result, log.notFoundBodies);
      expect({ when, violations }).toEqual({ when, violations: [] });
      for (const [kind, found] of Object.entries(seen) as [keyof typeof namePatterns, string[]][]) {
        // Of the request only the ids that the caller generated are new.
        found.push(...namesIn(kind === 'uuid' ? description + result.body : result.body, kind));
        found.splice(0, found.length - 100);
      }
      return result;
    },
  };
}
