// Whose session a token names. Asked with every request: those that come at the same time share one
// statement, which is compiled once, and few are asked at a time however many come.
import DataLoader from 'dataloader';
import { type SqlBool, sql } from 'kysely';
import type { Engine } from '../connection/connection.ts';
import { newDeadline, reportingFailure, unavailable } from '../connection/failure.ts';
import { isoOfText } from '../connection/iso-time.ts';
import type { Statement } from '../connection/prepared.ts';
import type { Handle } from '../handle.ts';

/** A session as it lies there, expired or not. */
export interface FoundSession {
  id: string;
  personId: string;
  expiresAt: Date;
}

/** Of the connections, however many look-ups there are: the rest is for those who were found. */
const statementsAtOnce = 3;
/** More than all that one process serves at a time; what is beyond goes into the next statement. */
const tokensAtOnce = 500;
/** Whoever has less time left, in milliseconds, would cut short those who came with them. */
const leastTime = 500;

interface Wanted {
  token: string;
  deadline: number;
}

/** Nothing is found of a session whose person is gone, or was deleted. */
export function sessionFinder(handle: Handle) {
  const gate = createGate();
  const loader = new DataLoader(
    (wanted: readonly Wanted[]) => findAll(handle, wanted).finally(gate.leave),
    {
      // What was so a moment ago is asked again: the session may have been revoked.
      cache: false,
      maxBatchSize: tokensAtOnce,
      batchScheduleFn: gate.enter,
    },
  );
  return (token: string, deadline = newDeadline()) => loader.load({ token, deadline });
}

/** All that Node reads in one round of its loop enters together; more collects while too many are in. */
function createGate() {
  let inside = 0;
  const waiting: (() => void)[] = [];
  const begin = (batch: () => void) => {
    inside += 1;
    batch();
  };
  return {
    enter(this: void, batch: () => void): void {
      if (inside < statementsAtOnce) setImmediate(begin, batch);
      else waiting.push(batch);
    },
    leave(this: void): void {
      inside -= 1;
      const next = waiting.shift();
      if (next) begin(next);
    },
  };
}

async function findAll(
  { ask, engine }: Handle,
  wanted: readonly Wanted[],
): Promise<(FoundSession | Error | undefined)[]> {
  const soonest = Date.now() + leastTime;
  const inTime = wanted.filter(({ deadline }) => deadline >= soonest);
  const tokens = inTime.map(({ token }) => token);
  const until = Math.min(newDeadline(), ...inTime.map(({ deadline }) => deadline));
  const rows = await reportingFailure(() => ask(byToken, { tokens }), until);
  const found = new Map(rows.map((row) => [row.token, toSession(row, engine)]));
  return wanted.map(({ token, deadline }) =>
    deadline < soonest
      ? unavailable(new Error('other look-ups have taken all the time'))
      : found.get(token),
  );
}

function toSession(row: Row, engine: Engine): FoundSession {
  const time = engine === 'sqlite' ? row.expires_at : isoOfText(row.expires_at);
  return { id: row.id, personId: row.user_id, expiresAt: new Date(time) };
}

interface Row {
  id: string;
  token: string;
  user_id: string;
  // As text: PostgreSQL's own, or what Better Auth stores in SQLite.
  expires_at: string;
}

interface AccountTables {
  session: Row;
  user: { id: string };
  journal: { user_id: string; closed_at: string | number | null };
}

const byToken: Statement<AccountTables, { tokens: string[] }, Row> = ({ db, engine, value }) =>
  db
    .selectFrom('session')
    .innerJoin('user', 'user.id', 'session.user_id')
    .leftJoin('journal', 'journal.user_id', 'session.user_id')
    .where(
      engine === 'sqlite'
        ? sql<SqlBool>`session.token in (select value from json_each(${value('tokens')}))`
        : sql<SqlBool>`session.token = any(${value('tokens')}::text[])`,
    )
    // Their tombstone stands: see tombstone.ts.
    .where('journal.closed_at', 'is', null)
    .select(['session.id', 'session.token', 'session.user_id', 'session.expires_at']);
