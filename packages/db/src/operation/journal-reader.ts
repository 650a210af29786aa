// Every read of the journal starts here: its queries are restricted to one person.

import type { InferKyselyDB, SqlEntityManager } from '@mikro-orm/sql';
import { type Kysely, QueryCreator, type Selectable, type SqlBool, sql } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';
import type { Nouns } from '../entities.ts';
import type { RowId } from '../noun.ts';
import { createOwnQuery } from '../own-rows.ts';
import type { Execute } from '../statement/prepared.ts';
import { decodeOperations } from './decode-operations.ts';
import {
  type JournalSchema,
  type OperationRowSchema,
  OperationSchema,
  type OperationTaskSchema,
  type ReceiptSchema,
} from './operation.entity.ts';
import { isStoredInChanges, joinStoredChanges, type StoredOperation } from './stored-format.ts';

type JournalTables = InferKyselyDB<
  | typeof OperationSchema
  | typeof OperationTaskSchema
  | typeof OperationRowSchema
  | typeof JournalSchema
  | typeof ReceiptSchema
>;

/** What it needs of the open database. */
interface JournalDependencies {
  kysely: Kysely<never>;
  dialect: Dialect;
  nouns: Nouns;
  execute: Execute;
  fork: (personId: string) => SqlEntityManager;
}

/** Queries over one person's journal. @param transaction in which they run, if there is one. */
export function createJournalReader(
  { kysely, dialect, nouns, execute, fork }: JournalDependencies,
  personId: string,
  transaction?: SqlEntityManager,
) {
  const em: Pick<SqlEntityManager, 'find'> = transaction ?? fork(personId);
  const connection: Kysely<never> | undefined = transaction?.getKysely<never>();
  const query = createOwnQuery(execute, personId, connection);
  const db = new QueryCreator<JournalTables>({ executor: (connection ?? kysely).getExecutor() });
  const own = () => db.selectFrom('operation').where('user_id', '=', personId);
  return {
    /** Operations in the form of the API. */
    decode: (operations: StoredOperation[]) => decodeOperations(nouns, query, operations),
    operations: () =>
      own().select(['id', 'seq', 'kind', 'undoes', 'created_at', 'changes', 'more', 'version']),
    ids: () => own().select('id'),
    /** By the ORM: its overhead is small beside the time of the database. */
    async load(numbers: number[], order: 'asc' | 'desc'): Promise<StoredOperation[]> {
      const where = { seq: { $in: numbers } };
      const found = await em.find(OperationSchema, where, {
        orderBy: { seq: order },
        disableIdentityMap: true,
      });
      return found.map((operation) => ({
        id: operation.id,
        seq: operation.seq,
        kind: operation.kind,
        undoes: operation.undoes,
        createdAt: operation.createdAt.toISOString(),
        version: operation.version ?? 0,
        changes: joinStoredChanges(operation.changes, operation.more),
      }));
    },
    /** Operations without their changes. */
    sizes: () => own().select(['seq', 'weight', sizeIn(dialect).as('bytes')]),
    tasks: () =>
      db.selectFrom('operation_task').select(['task_id', 'seq']).where('user_id', '=', personId),
    /** The latest `seq`s before `before` of operations that changed rows of a noun, or one row. */
    async ofRows(noun: string, id: RowId | undefined, before: number, count: number) {
      const isTask = isStoredInChanges({ name: noun });
      if (isTask && id === undefined) {
        const withTasks = own().select('seq').where(hasTasks(dialect)).where('seq', '<', before);
        const found = await withTasks.orderBy('seq', 'desc').limit(count).execute();
        return found.map(({ seq }) => seq);
      }
      const one = isTask ? sql`and task_id = ${id}` : sql`and row_id = ${String(id)}`;
      const of = sql`${isTask ? sql`operation_task where` : sql`operation_row where noun = ${noun} and`}
        user_id = ${personId} and seq < ${before} ${id === undefined ? sql`` : one}`;
      const { rows } = await sql<{ seq: number }>`
        select distinct seq from ${of} order by seq desc limit ${count}`.execute(kysely);
      return rows.map(({ seq }) => seq);
    },
    /** By row id, the `seq` of the first operation after `since` that changed the row. */
    async firstOfRows(noun: string, ids: RowId[], since: number): Promise<Map<RowId, number>> {
      const rows = isStoredInChanges({ name: noun })
        ? await db
            .selectFrom('operation_task')
            .select(({ fn }) => ['task_id as id', fn.min('seq').as('seq')])
            .where('user_id', '=', personId)
            .where('task_id', 'in', ids.map(Number))
            .where('seq', '>', since)
            .groupBy('task_id')
            .execute()
        : await db
            .selectFrom('operation_row')
            .select(({ fn }) => ['row_id as id', fn.min('seq').as('seq')])
            .where('user_id', '=', personId)
            .where('noun', '=', noun)
            .where('row_id', 'in', ids.map(String))
            .where('seq', '>', since)
            .groupBy('row_id')
            .execute();
      return new Map(rows.map(({ id, seq }) => [id, seq]));
    },
    /** The latest number, and the id of its operation where it is kept. */
    head: () =>
      db
        .selectFrom('journal')
        .leftJoin('operation', (join) =>
          join
            .onRef('operation.user_id', '=', 'journal.user_id')
            .onRef('operation.seq', '=', 'journal.seq'),
        )
        .select(['journal.seq', 'operation.id'])
        .where('journal.user_id', '=', personId),
    state: () => db.selectFrom('journal').select(['seq', 'pruned']).where('user_id', '=', personId),
    /** Receipts with their operations, in one statement: pruning deletes both or neither. */
    receipts: () =>
      db
        .selectFrom('receipt')
        .leftJoin('operation', (join) =>
          join
            .onRef('operation.user_id', '=', 'receipt.user_id')
            .onRef('operation.id', '=', 'receipt.id'),
        )
        .select(['receipt.request', 'receipt.result', 'receipt.seq as since'])
        .select(['operation.id', 'operation.seq', 'operation.kind', 'operation.undoes'])
        .select(['operation.created_at', 'operation.changes'])
        .select(['operation.more', 'operation.version'])
        .where('receipt.user_id', '=', personId),
  };
}

/**
 * The bytes of an operation's changes. SQLite has the length of a text in the row's header, but would read all
 * of `changes` to reach `bytes`, a later column.
 */
const sizeIn = (dialect: Dialect) =>
  dialect.engine === 'sqlite'
    ? sql<number>`octet_length(changes) + coalesce(octet_length(more), 0)`
    : sql<number | null>`bytes`;

/**
 * Whether `changes` is not empty, without reading it. No index of operation_task has all operations in order.
 * An empty array takes at most three bytes.
 */
const hasTasks = (dialect: Dialect) =>
  dialect.engine === 'sqlite'
    ? sql<SqlBool>`octet_length(changes) > 3`
    : sql<SqlBool>`pg_column_size(changes) > 3`;

export type JournalReader = ReturnType<typeof createJournalReader>;

type OperationRow = Pick<
  Selectable<JournalTables['operation']>,
  'id' | 'seq' | 'kind' | 'undoes' | 'created_at' | 'changes' | 'more' | 'version'
>;

/** Whether a receipt's join found its operation. */
export const hasOperation = <Found extends { [Column in keyof OperationRow]: unknown }>(
  row: Found,
): row is Found & OperationRow => row.id !== null;

/** An operation's row. The PostgreSQL driver parses JSON, SQLite returns its text. */
export const toStored = (row: OperationRow): StoredOperation => ({
  id: row.id,
  seq: row.seq,
  kind: row.kind,
  undoes: row.undoes,
  createdAt: new Date(row.created_at).toISOString(),
  version: row.version ?? 0,
  changes: joinStoredChanges(parsed(row.changes), parsed(row.more)),
});

const parsed = (json: unknown) => (typeof json === 'string' ? JSON.parse(json) : json);
