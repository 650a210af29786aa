// Where every read of the journal starts.
import type { Change, Operation } from '@tydo/schemas/operation';
import { type Kysely, QueryCreator, sql } from 'kysely';
import type { Engine } from '../connection/connection.ts';

// PostgreSQL gives dates and JSON as they are, SQLite milliseconds and text.
interface OperationRow {
  user_id: string;
  id: string;
  seq: number;
  kind: string;
  undoes: string | null;
  created_at: Date | number;
  weight: number;
  bytes: number | null;
  changes: Change[] | string;
}

interface JournalTables {
  operation: OperationRow;
  operation_task: { user_id: string; task_id: number; seq: number };
  journal: { user_id: string; seq: number; pruned: number };
  receipt: { user_id: string; id: string; request: string; result: string; seq: number | null };
}

/** This person's journal, and nobody else's. */
export function ownJournal(kysely: Kysely<never>, personId: string, engine: Engine) {
  const db = new QueryCreator<JournalTables>({ executor: kysely.getExecutor() });
  return {
    operations: () =>
      db
        .selectFrom('operation')
        .select(['id', 'seq', 'kind', 'undoes', 'created_at', 'changes'])
        .where('user_id', '=', personId),
    /** Operations without what makes them large. */
    weights: () =>
      db
        .selectFrom('operation')
        .select(['seq', 'weight', sizeIn(engine).as('bytes')])
        .where('user_id', '=', personId),
    tasks: () =>
      db.selectFrom('operation_task').select(['task_id', 'seq']).where('user_id', '=', personId),
    state: () => db.selectFrom('journal').select(['seq', 'pruned']).where('user_id', '=', personId),
    /** Each with the operation of its id, in one statement: pruning takes both or neither. */
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
        .where('receipt.user_id', '=', personId),
  };
}

/**
 * The bytes of `changes`, without reading them. SQLite has them in the head of each row, and would walk
 * through all of `changes` to a column that was added behind it.
 */
const sizeIn = (engine: Engine) =>
  engine === 'sqlite' ? sql<number>`octet_length(changes)` : sql<number | null>`bytes`;

export type OwnJournal = ReturnType<typeof ownJournal>;

type ReadOperation = Omit<OperationRow, 'user_id' | 'weight' | 'bytes'>;

/** Whether a receipt has its operation. */
export const hasOperation = <Row extends { [Column in keyof ReadOperation]: unknown }>(
  row: Row,
): row is Row & ReadOperation => row.id !== null;

/** A row in the contract's shape. */
export const toOperation = (row: ReadOperation): Operation => ({
  id: row.id,
  seq: row.seq,
  kind: row.kind,
  undoes: row.undoes,
  createdAt: new Date(row.created_at).toISOString(),
  changes: typeof row.changes === 'string' ? JSON.parse(row.changes) : row.changes,
});
