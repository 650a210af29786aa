// Writes an operation and its number, and what the caller was answered.
import { randomUUID } from 'node:crypto';
import { type Operation, operationLimits } from '@tydo/schemas/operation';
import { type Kysely, sql } from 'kysely';
import type { Engine } from '../connection/connection.ts';
import { nextRound } from '../connection/next-round.ts';
import type { Ask, Building, Statement } from '../connection/prepared.ts';
import { accountDeleted } from '../errors.ts';
import { type Attempt, pack } from './receipt.ts';
import type { Recording } from './recording.ts';

/** The transaction. */
interface Transaction {
  ask: Ask;
  db: Kysely<never>;
  engine: Engine;
}

/**
 * The last thing in a transaction: from here on, this person's other writes wait for its COMMIT, so
 * that `seq` is the order of the commits. Nobody else waits.
 *
 * @returns null where nothing was changed.
 * @throws a unique violation where an operation of this id was written already; Refusal UNAUTHORIZED
 * where the person's tombstone stands.
 */
export async function record(
  { ask, db, engine }: Transaction,
  attempt: Attempt,
  { recording, result }: { recording: Recording; result: unknown },
): Promise<Operation | null> {
  const { personId, kind, operationId, request, undoes = null } = attempt;
  const { changes } = recording;
  if (changes.length === 0 && operationId === undefined) return null;
  const now = new Date();
  const id = operationId ?? randomUUID();
  const row: Row = {
    personId,
    id,
    kind,
    undoes,
    at: engine === 'sqlite' ? now.getTime() : now,
    step: Math.sign(changes.length),
    weight: changes.length,
    changes: recording.json,
    bytes: recording.bytes,
    tasks: changes.map(({ taskId }) => taskId),
    request,
    result: operationId === undefined ? null : pack(result, changes, recording.unchanged),
  };
  // Its text was put together in one go, and is written in one go.
  if (recording.bytes > operationLimits.page) await nextRound();
  const write = engine === 'sqlite' ? inSteps : atOnce;
  const taken = await write((statement, values) => ask(statement, values, db), row);
  if (!taken) throw accountDeleted();
  if (changes.length === 0) return null;
  return { id, seq: taken.seq, kind, undoes, createdAt: now.toISOString(), changes };
}

interface Row {
  personId: string;
  id: string;
  kind: string;
  undoes: string | null;
  at: Date | number;
  /** 1 where there is an operation, else 0. */
  step: number;
  weight: number;
  changes: string;
  bytes: number;
  tasks: number[];
  request: string;
  /** Null where nobody can ask for it again. */
  result: string | null;
}
interface Taken {
  seq: number;
}
type AskHere = <Values extends Row, Answer>(
  statement: Statement<unknown, Values, Answer>,
  values: Values,
) => Promise<Answer[]>;
type Write<Values, Answer> = Statement<unknown, Values, Answer>;
type Value = Building<unknown, Row>['value'];

const operation = sql`insert into operation (user_id, id, seq, kind, undoes, created_at, weight, changes, bytes)`;
const operationTask = sql`insert into operation_task (user_id, task_id, seq)`;
const receipt = sql`insert into receipt (user_id, id, request, result, created_at, seq)`;

/** Takes the person's row, and the next number where there is an operation; no row for the deleted. */
const taking = (value: Value) => sql<Taken>`
  insert into journal (user_id, seq) values (${value('personId')}, cast(${value('step')} as integer))
  on conflict (user_id) do update set seq = journal.seq + cast(${value('step')} as integer)
  where journal.closed_at is null returning seq`;

// SQLite is in this process: a statement costs no way.
async function inSteps(ask: AskHere, row: Row): Promise<Taken | undefined> {
  const [taken] = await ask(take, row);
  if (!taken) return undefined;
  if (row.weight > 0) {
    await ask(addOperation, { ...row, ...taken });
    await ask(addTasks, { ...row, ...taken });
  }
  if (row.result !== null) await ask(addReceipt, { ...row, ...taken });
  return taken;
}

const take: Write<Row, Taken> = ({ raw, value }) => raw(taking(value));
const addOperation: Write<Row & Taken, never> = ({ raw, value }) =>
  raw(sql`${operation}
    values (${value('personId')}, ${value('id')}, ${value('seq')}, ${value('kind')},
      ${value('undoes')}, ${value('at')}, ${value('weight')}, ${value('changes')},
      ${value('bytes')})`);
const addTasks: Write<Row & Taken, never> = ({ raw, value }) =>
  raw(sql`${operationTask}
    select ${value('personId')}, value, ${value('seq')} from json_each(${value('tasks')})`);
const addReceipt: Write<Row & Taken, never> = ({ raw, value }) =>
  raw(sql`${receipt}
    values (${value('personId')}, ${value('id')}, ${value('request')}, ${value('result')},
      ${value('at')}, ${value('seq')})`);

async function atOnce(ask: AskHere, row: Row): Promise<Taken | undefined> {
  const all = row.weight === 0 ? receiptAlone : row.result === null ? noReceipt : withReceipt;
  const [taken] = await ask(all, row);
  return taken;
}

const operations = (value: Value) => sql`operations as (${operation}
  select ${value('personId')}, ${value('id')}::uuid, seq, ${value('kind')}, ${value('undoes')}::uuid,
    ${value('at')}::timestamptz, ${value('weight')}::integer, ${value('changes')}::json,
    ${value('bytes')}::integer
  from taken)`;
const tasks = (value: Value) => sql`tasks as (${operationTask}
  select ${value('personId')}, task_id, seq
  from taken, unnest(${value('tasks')}::integer[]) as task_id)`;
const receipts = (value: Value) => sql`receipts as (${receipt}
  select ${value('personId')}, ${value('id')}::uuid, ${value('request')}, ${value('result')},
    ${value('at')}::timestamptz, seq
  from taken)`;

const allOf =
  (...steps: ((value: Value) => ReturnType<typeof sql>)[]): Write<Row, Taken> =>
  ({ raw, value }) =>
    raw(sql<Taken>`with taken as (${taking(value)}), ${sql.join(steps.map((step) => step(value)))}
      select seq from taken`);
const noReceipt = allOf(operations, tasks);
const withReceipt = allOf(operations, tasks, receipts);
const receiptAlone = allOf(receipts);
