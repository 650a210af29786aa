// Writes an operation and its number, and what the caller was answered.
import { randomUUID } from 'node:crypto';
import { type Operation, operationLimits } from '@tydo/schemas/operation';
import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';
import type { Nouns } from '../entities.ts';
import { accountDeleted } from '../errors.ts';
import type { RowId } from '../noun.ts';
import type { BuildContext, Execute, Statement } from '../statement/prepared.ts';
import { yieldToEventLoop } from '../yield-to-event-loop.ts';
import { pack, type WriteRequest } from './idempotency.ts';
import type { RecordedChanges } from './recorded-changes.ts';
import { isStoredInChanges, toPublicChanges } from './stored-format.ts';

/** The transaction. */
interface Transaction {
  execute: Execute;
  db: Kysely<never>;
  dialect: Dialect;
  nouns: Nouns;
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
  { execute, db, dialect, nouns }: Transaction,
  attempt: WriteRequest,
  { recording, result }: { recording: RecordedChanges; result: unknown },
): Promise<Operation | null> {
  const { personId, kind, operationId, request, undoes = null } = attempt;
  const { changes } = recording;
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
    changes: recording.jsonOf('changes'),
    more: others.length > 0 ? recording.jsonOf('more') : null,
    version: nouns.version,
    bytes: recording.bytes,
    tasks: changes.filter(({ noun }) => isStoredInChanges(noun)).map((change) => change.id),
    otherNouns: others.map(({ noun }) => noun.name),
    otherIds: others.map((change) => String(change.id)),
    request,
    result: operationId === undefined ? null : pack(result, changes, recording.unchanged),
  };
  // Its text was put together in one go, and is written in one go.
  if (recording.bytes > operationLimits.page) await yieldToEventLoop();
  const write = dialect.isInProcess ? inSteps : atOnce;
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
  /** 1 where there is an operation, else 0. */
  step: number;
  weight: number;
  changes: string;
  more: string | null;
  version: number;
  bytes: number;
  tasks: RowId[];
  /** For each of the other rows its noun, and its id. */
  otherNouns: string[];
  otherIds: string[];
  request: string;
  /** Null where nobody can ask for it again. */
  result: string | null;
}
interface Taken {
  seq: number;
}
type ExecuteHere = <Values extends Row, Answer>(
  statement: Statement<unknown, Values, Answer>,
  values: Values,
) => Promise<Answer[]>;
type Write<Values, Answer> = Statement<unknown, Values, Answer>;
type Value = BuildContext<unknown, Row>['value'];

const operation = sql`insert into operation (user_id, id, seq, kind, undoes, created_at, weight, changes, bytes, more, version)`;
const operationTask = sql`insert into operation_task (user_id, task_id, seq)`;
const operationRow = sql`insert into operation_row (user_id, noun, row_id, seq)`;
const receipt = sql`insert into receipt (user_id, id, request, result, created_at, seq)`;

/** Takes the person's row, and the next number where there is an operation; no row for the deleted. */
const taking = (value: Value) => sql<Taken>`
  insert into journal (user_id, seq) values (${value('personId')}, cast(${value('step')} as integer))
  on conflict (user_id) do update set seq = journal.seq + cast(${value('step')} as integer)
  where journal.closed_at is null returning seq`;

// Where a statement costs no way.
async function inSteps(execute: ExecuteHere, row: Row): Promise<Taken | undefined> {
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
    values (${value('personId')}, ${value('id')}, ${value('request')}, ${value('result')},
      ${value('at')}, ${value('seq')})`);

async function atOnce(execute: ExecuteHere, row: Row): Promise<Taken | undefined> {
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
  select ${value('personId')}, ${value('id')}::uuid, ${value('request')}, ${value('result')},
    ${value('at')}::timestamptz, seq
  from taken)`;

type Step = (value: Value) => ReturnType<typeof sql>;
const kept = new Map<string, Write<Row, Taken>>();

/** One statement for each set of steps. */
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
