// Many people at one server. Whatever one of them does is checked for what must hold of every call.
import { type Engine, execute } from '@tydo/db/testing';
import { expect } from 'vitest';
import { appRouter } from '../router.ts';
import { callerOf } from './caller.ts';
import { type Answer, type Call, type named, namesIn, send, textOf, wrongWith } from './calls.ts';
import { proceduresOf } from './inputs.ts';
import { startTestServer } from './server.ts';

export const procedures = proceduresOf(appRouter);

export interface Person {
  id: string;
  /** The headers of this person's session. */
  bearer: Record<string, string>;
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
  /** What is in everybody's journal. */
  journal: () => Promise<{ mark: string; row: string }[]>;
  /** How many calls there have been. */
  calls: () => number;
  /** How often each procedure has answered what. */
  told: () => string;
}

/** Starts a server at which `count` people have signed up. */
export async function startCrowd(engine: Engine, count: number): Promise<Crowd> {
  const server = await startTestServer({ engine });
  const told: Told = { tally: new Map(), missing: new Map() };
  const people = await Promise.all(
    Array.from({ length: count }, async (_, nth) => {
      const { id, bearer } = await callerOf(server).signUp();
      const mark = `p${String(nth).padStart(2, '0')}:`;
      const request: Person['send'] = (...calls) => send(server.url, bearer, ...calls);
      return personWith({ id, bearer, mark }, request, told);
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
    async journal() {
      const marks = new Map(people.map(({ id, mark }) => [id, mark]));
      const rows = await execute(server.databaseUrl, 'select user_id, changes from operation');
      return rows.map((row) => {
        return { mark: String(marks.get(Object(row).user_id)), row: JSON.stringify(row) };
      });
    },
    calls: () => callsIn(told),
    told: () => [...told.tally].map(([answer, times]) => `${times} × ${answer}`).join(', '),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** All that was answered: how often what, and how it reads when something is not there. */
interface Told {
  tally: Map<string, number>;
  missing: Map<string, string>;
}
const callsIn = ({ tally }: Told) => [...tally.values()].reduce((sum, times) => sum + times, 0);

function personWith(
  { id, bearer, mark }: Pick<Person, 'id' | 'bearer' | 'mark'>,
  request: Person['send'],
  told: Told,
): Person {
  const seen: Person['seen'] = { id: [], uid: [], uuid: [], cursor: [], seq: [], time: [] };
  return {
    id,
    bearer,
    mark,
    seen,
    async send(calls, batched) {
      const answer = await request(calls, batched);
      const asked = textOf(calls);
      for (const [nth, { procedure }] of calls.entries()) {
        const what = `${procedure.path} ${answer.codes[nth]}`;
        told.tally.set(what, (told.tally.get(what) ?? 0) + 1);
      }
      const when = `after ${callsIn(told)} calls, to ${mark} ${asked}`;
      const wrong = wrongWith(mark, calls, answer, told.missing);
      expect({ when, wrong }).toEqual({ when, wrong: [] });
      for (const [kind, found] of Object.entries(seen) as [keyof typeof named, string[]][]) {
        // Only ids that callers make up are known before they are answered.
        found.push(...namesIn(kind === 'uuid' ? asked + answer.body : answer.body, kind));
        found.splice(0, found.length - 100);
      }
      return answer;
    },
  };
}
