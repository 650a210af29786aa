// Writes an operation and its number, and what the caller was answered.
import { randomUUID } from 'node:crypto';
import type { Change, Operation } from '@tydo/schemas/operation';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Engine } from '../connection/connection.ts';
import { type Attempt, pack } from './receipt.ts';

/**
 * The last thing in a transaction: from here on, this person's other writes wait for its COMMIT, so
 * that `seq` is the order of the commits. Nobody else waits.
 *
 * @returns null where nothing was changed.
 * @throws a unique violation where an operation of this id was written already.
 */
export async function record(
  db: Kysely<never>,
  engine: Engine,
  attempt: Attempt,
  { changes, result }: { changes: Change[]; result: unknown },
): Promise<Operation | null> {
  const { personId, kind, operationId, undoes = null } = attempt;
  const now = new Date();
  const at = engine === 'sqlite' ? now.getTime() : now;
  const receipts = operationId === undefined ? [] : [receipt(attempt, pack(result, changes), at)];
  if (changes.length === 0) {
    for (const insert of receipts) await insert.execute(db);
    return null;
  }
  const operation = { id: operationId ?? randomUUID(), kind, undoes, changes };
  const row = { ...operation, personId, at };
  const { seq } =
    engine === 'sqlite' ? await inSteps(db, row, receipts) : await atOnce(db, row, receipts);
  return { ...operation, seq, createdAt: now.toISOString() };
}

type Row = Omit<Operation, 'seq' | 'createdAt'> & { personId: string; at: Date | number };
type Insert = RawBuilder<unknown>;

const nextNumber = (personId: string) => sql<{ seq: number }>`
  insert into journal (user_id, seq) values (${personId}, 1)
  on conflict (user_id) do update set seq = journal.seq + 1 returning seq`;

const receipt = ({ personId, operationId, request }: Attempt, result: string, at: Date | number) =>
  sql`insert into receipt (user_id, id, request, result, created_at)
    values (${personId}, ${operationId}, ${request}, ${result}, ${at})`;

const intoOperation = sql`insert into operation (user_id, id, seq, kind, undoes, created_at, weight, changes)`;

// SQLite is in this process: a statement costs no way.
async function inSteps(db: Kysely<never>, row: Row, receipts: Insert[]): Promise<{ seq: number }> {
  const { personId, id, kind, undoes, at, changes } = row;
  const numbered = only(await nextNumber(personId).execute(db));
  await sql`${intoOperation}
    values (${personId}, ${id}, ${numbered.seq}, ${kind}, ${undoes}, ${at}, ${changes.length}, ${JSON.stringify(changes)})`.execute(
    db,
  );
  await sql`insert into operation_task (user_id, task_id, seq)
    select ${personId}, value, ${numbered.seq} from json_each(${JSON.stringify(idsIn(changes))})`.execute(
    db,
  );
  for (const insert of receipts) await insert.execute(db);
  return numbered;
}

async function atOnce(db: Kysely<never>, row: Row, receipts: Insert[]): Promise<{ seq: number }> {
  const { personId, id, kind, undoes, at, changes } = row;
  const others = receipts.map((insert) => sql`, receipts as (${insert})`);
  const written = await sql<{ seq: number }>`
    with numbered as (${nextNumber(personId)}),
    tasks as (
      insert into operation_task (user_id, task_id, seq)
      select ${personId}, task_id, seq from numbered, unnest(${idsIn(changes)}::integer[]) as task_id
    )${sql.join(others, sql``)}
    ${intoOperation}
    select ${personId}, ${id}::uuid, seq, ${kind}, ${undoes}::uuid, ${at}::timestamptz, ${changes.length}::integer, ${JSON.stringify(changes)}::json
    from numbered returning seq`.execute(db);
  return only(written);
}

const idsIn = (changes: Change[]) => changes.map(({ taskId }) => taskId);

function only<T>({ rows }: { rows: T[] }): T {
  const [row] = rows;
  if (row === undefined) throw new TypeError('The operation was not numbered.');
  return row;
}
