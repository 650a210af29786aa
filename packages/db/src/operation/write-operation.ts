// Writes an operation with its number, and the receipt of a call that may be repeated.
import { randomUUID } from 'node:crypto';
import { type Operation, operationLimits } from '@tydo/schemas/operation';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';
import type { Nouns } from '../entities.ts';
import { accountDeleted } from '../errors.ts';
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
  transaction: Transaction,
  request: WriteRequest,
  { changes: recorded, result }: { changes: RecordedChanges; result: unknown },
): Promise<Operation | null> {
  const { dialect, nouns } = transaction;
  const { personId, kind, operationId, fingerprint, undoes = null } = request;
  const changes = recorded.all;
  const tasks = changes.filter(({ noun }) => isStoredInChanges(noun));
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
    tasks: JSON.stringify(tasks.map((change) => ({ task_id: change.id }))),
    others: JSON.stringify(
      others.map((change) => ({ noun: change.noun.name, row_id: String(change.id) })),
    ),
    fingerprint,
    result: operationId === undefined ? null : packResult(result, changes, recorded.unchanged),
  };
  // Building its text took one long step; writing it is another.
  if (recorded.bytes > operationLimits.page) await yieldToEventLoop();
  const tables: Table[] = [
    ...(changes.length > 0 ? (['operation', 'operation_task'] as const) : []),
    ...(others.length > 0 ? (['operation_row'] as const) : []),
    ...(operationId === undefined ? [] : (['receipt'] as const)),
  ];
  const insert = dialect.isInProcess ? insertOneByOne : insertInOneStatement;
  const taken = await insert(transaction, row, tables);
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
  /** The rows of operation_task and operation_row, as JSON. */
  tasks: string;
  others: string;
  fingerprint: string;
  /** Null for a call without `operationId`. */
  result: string | null;
}
interface Taken {
  seq: number;
}
type Table = 'operation' | 'operation_task' | 'operation_row' | 'receipt';
type Context = Pick<BuildContext<unknown, Row>, 'dialect' | 'value'>;

type Insert = (to: Transaction, row: Row, tables: Table[]) => Promise<Taken | undefined>;

/** For SQLite, where each statement is a function call. */
const insertOneByOne: Insert = async ({ execute, db }, row, tables) => {
  const [taken] = await execute(take, row, db);
  if (taken) for (const table of tables) await execute(inserts[table], { ...row, ...taken }, db);
  return taken;
};

/** For PostgreSQL, where each statement is a round trip. */
const insertInOneStatement: Insert = async ({ execute, db }, row, tables) => {
  const key = tables.join();
  let statement = combined.get(key);
  if (!statement) combined.set(key, (statement = combine(tables)));
  const [taken] = await execute(statement, row, db);
  return taken;
};

/** Locks the person's row and takes the next number. Returns no row for a deleted account. */
const nextSeq = ({ value }: Context) => sql<Taken>`
  insert into journal (user_id, seq) values (${value('personId')}, cast(${value('step')} as integer))
  on conflict (user_id) do update set seq = journal.seq + cast(${value('step')} as integer)
  where journal.closed_at is null returning seq`;

/** @param taken a table with the number. */
function insertInto(table: Table, { dialect, value }: Context, taken: RawBuilder<unknown>) {
  const typed = (name: keyof Row, type: string) =>
    dialect.isInProcess ? value(name) : sql`${value(name)}::${sql.raw(type)}`;
  switch (table) {
    case 'operation':
      return sql`
        insert into operation (user_id, id, seq, kind, undoes, created_at, weight, changes, bytes, more, version)
        select ${value('personId')}, ${typed('id', 'uuid')}, taken.seq, ${value('kind')}, ${typed('undoes', 'uuid')},
          ${typed('at', 'timestamptz')}, ${typed('weight', 'integer')}, ${typed('changes', 'json')},
          ${typed('bytes', 'integer')}, ${typed('more', 'json')}, ${typed('version', 'integer')} from ${taken}`;
    case 'operation_task':
      return sql`insert into operation_task (user_id, task_id, seq)
        select ${value('personId')}, given.task_id, taken.seq
        from ${taken}, (${dialect.jsonRows(table, ['task_id'], value('tasks'))}) as given`;
    case 'operation_row':
      return sql`insert into operation_row (user_id, noun, row_id, seq)
        select ${value('personId')}, given.noun, given.row_id, taken.seq
        from ${taken}, (${dialect.jsonRows(table, ['noun', 'row_id'], value('others'))}) as given`;
    case 'receipt':
      return sql`insert into receipt (user_id, id, request, result, created_at, seq)
        select ${value('personId')}, ${typed('id', 'uuid')}, ${value('fingerprint')}, ${value('result')},
          ${typed('at', 'timestamptz')}, taken.seq from ${taken}`;
  }
}

const take: Statement<unknown, Row, Taken> = (context) => context.raw(nextSeq(context));

const single =
  (table: Table): Statement<unknown, Row & Taken, never> =>
  ({ dialect, raw, value }) =>
    raw(insertInto(table, { dialect, value }, sql`(select ${value('seq')} as seq) as taken`));
const inserts = {
  operation: single('operation'),
  operation_task: single('operation_task'),
  operation_row: single('operation_row'),
  receipt: single('receipt'),
};

const combined = new Map<string, Statement<unknown, Row, Taken>>();

/** One prepared statement for each set of tables. */
const combine =
  (tables: Table[]): Statement<unknown, Row, Taken> =>
  (context) => {
    const each = tables.map(
      (table) => sql`${sql.ref(`${table}_rows`)} as (${insertInto(table, context, sql`taken`)})`,
    );
    return context.raw(
      sql<Taken>`with taken as (${nextSeq(context)}), ${sql.join(each)} select seq from taken`,
    );
  };
