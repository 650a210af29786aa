// Writes an operation with its number, and the receipt of a call that may be repeated.
import { randomUUID } from 'node:crypto';
import { type Operation, operationLimits } from '@tydo/schemas/operation';
import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';
import type { Nouns } from '../entities.ts';
import { accountDeleted } from '../errors.ts';
import type { RowId } from '../noun.ts';
import type { BuildContext, Execute, Statement } from '../statement/prepared.ts';
import { yieldToEventLoop } from '../yield-to-event-loop.ts';
import { packResult, type WriteRequest } from './idempotency.ts';
import type { RecordedChanges } from './recorded-changes.ts';
import { isStoredInChanges, toPublicChanges } from './stored-format.ts';

interface Transaction {
  execute: Execute;
  db: Kysely<never>;
  dialect: Dialect;
  nouns: Nouns;
}

/**
 * The last step of a transaction: from here on the person's other writes wait for its COMMIT, so that `seq`
 * is the order of the commits. Other people's writes do not wait.
 *
 * @returns null if nothing was changed.
 * @throws a unique violation if the id was used before; Refusal UNAUTHORIZED if the account was deleted.
 */
export async function writeOperation(
  { execute, db, dialect, nouns }: Transaction,
  request: WriteRequest,
  { changes: recorded, result }: { changes: RecordedChanges; result: unknown },
): Promise<Operation | null> {
  const { personId, kind, operationId, fingerprint, undoes = null } = request;
  const changes = recorded.all;
  const others = changes.filter(({ noun }) => !isStoredInChanges(noun));
  if (changes.length === 0 && operationId === undefined) return null;
  const now = new Date();
  const id = operationId ?? randomUUID();
  const row: Row = {
    personId,
    id,
    kind,
    undoes,
    at: dialect.storedTime(now),
    step: Math.sign(changes.length),
    weight: changes.length,
    changes: recorded.jsonOf('changes'),
    more: others.length > 0 ? recorded.jsonOf('more') : null,
    version: nouns.version,
    bytes: recorded.bytes,
    tasks: changes.filter(({ noun }) => isStoredInChanges(noun)).map((change) => change.id),
    otherNouns: others.map(({ noun }) => noun.name),
    otherIds: others.map((change) => String(change.id)),
    fingerprint,
    result: operationId === undefined ? null : packResult(result, changes, recorded.unchanged),
  };
  // Building its text took one long step; writing it is another.
  if (recorded.bytes > operationLimits.page) await yieldToEventLoop();
  const write = dialect.isInProcess ? writeInSteps : writeInOneStatement;
  const taken = await write((statement, values) => execute(statement, values, db), row);
  if (!taken) throw accountDeleted();
  if (changes.length === 0) return null;
  const createdAt = now.toISOString();
  return { id, seq: taken.seq, kind, undoes, createdAt, changes: toPublicChanges(changes) };
}

interface Row {
  personId: string;
  id: string;
  kind: string;
  undoes: string | null;
  at: Date | number;
  /** What is added to the person's `seq`: 1 if there is an operation, else 0. */
  step: number;
  weight: number;
  changes: string;
  more: string | null;
  version: number;
  bytes: number;
  /** The ids of the changed tasks. */
  tasks: RowId[];
  /** The nouns and ids of the other changed rows. */
  otherNouns: string[];
  otherIds: string[];
  fingerprint: string;
  /** Null for a call without `operationId`. */
  result: string | null;
}
interface Taken {
  seq: number;
}
type ExecuteHere = <Values extends Row, Found>(
  statement: Statement<unknown, Values, Found>,
  values: Values,
) => Promise<Found[]>;
type Write<Values, Found> = Statement<unknown, Values, Found>;
type Value = BuildContext<unknown, Row>['value'];

const operation = sql`insert into operation (user_id, id, seq, kind, undoes, created_at, weight, changes, bytes, more, version)`;
const operationTask = sql`insert into operation_task (user_id, task_id, seq)`;
const operationRow = sql`insert into operation_row (user_id, noun, row_id, seq)`;
const receipt = sql`insert into receipt (user_id, id, request, result, created_at, seq)`;

/** Locks the person's row and takes the next number. Returns no row for a deleted account. */
const taking = (value: Value) => sql<Taken>`
  insert into journal (user_id, seq) values (${value('personId')}, cast(${value('step')} as integer))
  on conflict (user_id) do update set seq = journal.seq + cast(${value('step')} as integer)
  where journal.closed_at is null returning seq`;

/** For SQLite, where each statement is a function call. */
async function writeInSteps(execute: ExecuteHere, row: Row): Promise<Taken | undefined> {
  const [taken] = await execute(take, row);
  if (!taken) return undefined;
  if (row.weight > 0) {
    await execute(addOperation, { ...row, ...taken });
    await execute(addTasks, { ...row, ...taken });
    if (row.more !== null) await execute(addRows, { ...row, ...taken });
  }
  if (row.result !== null) await execute(addReceipt, { ...row, ...taken });
  return taken;
}

const take: Write<Row, Taken> = ({ raw, value }) => raw(taking(value));
const addOperation: Write<Row & Taken, never> = ({ raw, value }) =>
  raw(sql`${operation}
    values (${value('personId')}, ${value('id')}, ${value('seq')}, ${value('kind')},
      ${value('undoes')}, ${value('at')}, ${value('weight')}, ${value('changes')},
      ${value('bytes')}, ${value('more')}, ${value('version')})`);
const addTasks: Write<Row & Taken, never> = ({ raw, value }) =>
  raw(sql`${operationTask}
    select ${value('personId')}, value, ${value('seq')} from json_each(${value('tasks')})`);
const addRows: Write<Row & Taken, never> = ({ raw, value }) =>
  raw(sql`${operationRow}
    select ${value('personId')}, value, ${value('otherIds')} ->> key, ${value('seq')}
    from json_each(${value('otherNouns')})`);
const addReceipt: Write<Row & Taken, never> = ({ raw, value }) =>
  raw(sql`${receipt}
    values (${value('personId')}, ${value('id')}, ${value('fingerprint')}, ${value('result')},
      ${value('at')}, ${value('seq')})`);

/** For PostgreSQL, where each statement is a round trip. */
async function writeInOneStatement(execute: ExecuteHere, row: Row): Promise<Taken | undefined> {
  const steps = [
    ...(row.weight > 0 ? [operations, tasks] : []),
    ...(row.more === null ? [] : [rows]),
    ...(row.result === null ? [] : [receipts]),
  ];
  const [taken] = await execute(allOf(steps), row);
  return taken;
}

const operations = (value: Value) => sql`operations as (${operation}
  select ${value('personId')}, ${value('id')}::uuid, seq, ${value('kind')}, ${value('undoes')}::uuid,
    ${value('at')}::timestamptz, ${value('weight')}::integer, ${value('changes')}::json,
    ${value('bytes')}::integer, ${value('more')}::json, ${value('version')}::integer
  from taken)`;
const tasks = (value: Value) => sql`tasks as (${operationTask}
  select ${value('personId')}, task_id, seq
  from taken, unnest(${value('tasks')}::integer[]) as task_id)`;
const rows = (value: Value) => sql`rows as (${operationRow}
  select ${value('personId')}, noun, row_id, seq
  from taken, unnest(${value('otherNouns')}::text[], ${value('otherIds')}::text[]) as other (noun, row_id))`;
const receipts = (value: Value) => sql`receipts as (${receipt}
  select ${value('personId')}, ${value('id')}::uuid, ${value('fingerprint')}, ${value('result')},
    ${value('at')}::timestamptz, seq
  from taken)`;

type Step = (value: Value) => ReturnType<typeof sql>;
const kept = new Map<string, Write<Row, Taken>>();

/** One prepared statement for each set of steps. */
function allOf(steps: Step[]): Write<Row, Taken> {
  const key = steps.map((step) => step.name).join();
  let write = kept.get(key);
  if (!write) {
    write = ({ raw, value }) =>
      raw(sql<Taken>`with taken as (${taking(value)}), ${sql.join(steps.map((step) => step(value)))}
        select seq from taken`);
    kept.set(key, write);
  }
  return write;
}
