// Where every read of the journal starts.
import type { Change, Operation } from '@tydo/schemas/operation';
import { type Kysely, QueryCreator } from 'kysely';

// PostgreSQL gives dates and JSON as they are, SQLite milliseconds and text.
interface OperationRow {
  user_id: string;
  id: string;
  seq: number;
  kind: string;
  undoes: string | null;
  created_at: Date | number;
  weight: number;
  changes: Change[] | string;
}

interface JournalTables {
  operation: OperationRow;
  operation_task: { user_id: string; task_id: number; seq: number };
  journal: { user_id: string; seq: number; pruned: number };
  receipt: { user_id: string; id: string; request: string; result: string };
}

/** This person's journal, and nobody else's. */
export function ownJournal(kysely: Kysely<never>, personId: string) {
  const db = new QueryCreator<JournalTables>({ executor: kysely.getExecutor() });
  return {
    operations: () =>
      db
        .selectFrom('operation')
        .select(['id', 'seq', 'kind', 'undoes', 'created_at', 'changes'])
        .where('user_id', '=', personId),
    weights: () =>
      db.selectFrom('operation').select(['seq', 'weight']).where('user_id', '=', personId),
    tasks: () => db.selectFrom('operation_task').select('seq').where('user_id', '=', personId),
    state: () => db.selectFrom('journal').select(['seq', 'pruned']).where('user_id', '=', personId),
    receipts: () =>
      db.selectFrom('receipt').select(['request', 'result']).where('user_id', '=', personId),
  };
}

export type OwnJournal = ReturnType<typeof ownJournal>;

/** A row in the contract's shape. */
export const toOperation = (row: Omit<OperationRow, 'user_id' | 'weight'>): Operation => ({
  id: row.id,
  seq: row.seq,
  kind: row.kind,
  undoes: row.undoes,
  createdAt: new Date(row.created_at).toISOString(),
  changes: typeof row.changes === 'string' ? JSON.parse(row.changes) : row.changes,
});
