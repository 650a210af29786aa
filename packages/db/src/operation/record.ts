// Writes an operation and its number, and what the caller was answered.
import { randomUUID } from 'node:crypto';
import type { Change, Operation } from '@tydo/schemas/operation';
import { type Kysely, sql } from 'kysely';
import type { Engine } from '../connection/connection.ts';
import { accountDeleted } from '../errors.ts';
import { type Attempt, pack } from './receipt.ts';

/**
 * The last thing in a transaction: from here on, this person's other writes wait for its COMMIT, so
 * that `seq` is the order of the commits. Nobody else waits.
 *
 * @returns null where nothing was changed.
 * @throws a unique violation where an operation of this id was written already; Refusal UNAUTHORIZED
 * where the person's tombstone stands.
 */
export async function record(
  db: Kysely<never>,
  engine: Engine,
  attempt: Attempt,
  { changes, result }: { changes: Change[]; result: unknown },
): Promise<Operation | null> {
  const { personId, kind, operationId, request, undoes = null } = attempt;
  if (changes.length === 0 && operationId === undefined) return null;
  const now = new Date();
  const operation = { id: operationId ?? randomUUID(), kind, undoes, changes };
  const at = engine === 'sqlite' ? now.getTime() : now;
  const receipt = operationId === undefined ? null : { request, result: pack(result, changes) };
  const row = { ...operation, personId, at, receipt };
  const { rows } = engine === 'sqlite' ? await inSteps(db, row) : await atOnce(db, row);
  const [taken] = rows;
  if (!taken) throw accountDeleted();
  if (changes.length === 0) return null;
  const createdAt = now.toISOString();
  return { id: operation.id, seq: taken.seq, kind, undoes, createdAt, changes };
}

interface Row extends Omit<Operation, 'seq' | 'createdAt'> {
  personId: string;
  at: Date | number;
  receipt: { request: string; result: string } | null;
}
interface Taken {
  seq: number;
}

/** Takes the person's row, and the next number where there is an operation; no row for the deleted. */
const takeRow = ({ personId, changes }: Row) => {
  const step = Math.sign(changes.length);
  return sql<Taken>`
    insert into journal (user_id, seq) values (${personId}, ${step})
    on conflict (user_id) do update set seq = journal.seq + ${step}
    where journal.closed_at is null returning seq`;
};

const intoOperation = sql`insert into operation (user_id, id, seq, kind, undoes, created_at, weight, changes)`;
const intoOperationTask = sql`insert into operation_task (user_id, task_id, seq)`;
const intoReceipt = sql`insert into receipt (user_id, id, request, result, created_at)`;

// SQLite is in this process: a statement costs no way.
async function inSteps(db: Kysely<never>, row: Row): Promise<{ rows: Taken[] }> {
  const { personId, id, kind, undoes, at, changes, receipt } = row;
  const taken = await takeRow(row).execute(db);
  const seq = taken.rows[0]?.seq;
  if (seq === undefined) return taken;
  if (changes.length > 0) {
    await sql`${intoOperation}
      values (${personId}, ${id}, ${seq}, ${kind}, ${undoes}, ${at}, ${changes.length}, ${JSON.stringify(changes)})`.execute(
      db,
    );
    await sql`${intoOperationTask}
      select ${personId}, value, ${seq} from json_each(${JSON.stringify(idsIn(changes))})`.execute(
      db,
    );
  }
  if (receipt) {
    await sql`${intoReceipt}
      values (${personId}, ${id}, ${receipt.request}, ${receipt.result}, ${at})`.execute(db);
  }
  return taken;
}

function atOnce(db: Kysely<never>, row: Row): Promise<{ rows: Taken[] }> {
  const { personId, id, kind, undoes, at, changes, receipt } = row;
  const steps = [sql`taken as (${takeRow(row)})`];
  if (changes.length > 0) {
    steps.push(sql`operations as (${intoOperation}
      select ${personId}, ${id}::uuid, seq, ${kind}, ${undoes}::uuid, ${at}::timestamptz, ${changes.length}::integer, ${JSON.stringify(changes)}::json
      from taken)`);
    steps.push(sql`tasks as (${intoOperationTask}
      select ${personId}, task_id, seq from taken, unnest(${idsIn(changes)}::integer[]) as task_id)`);
  }
  if (receipt) {
    steps.push(sql`receipts as (${intoReceipt}
      select ${personId}, ${id}::uuid, ${receipt.request}, ${receipt.result}, ${at}::timestamptz
      from taken)`);
  }
  return sql<Taken>`with ${sql.join(steps)} select seq from taken`.execute(db);
}

const idsIn = (changes: Change[]) => changes.map(({ taskId }) => taskId);
