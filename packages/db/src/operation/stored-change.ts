// The stored form of changes, in `operation.more` and `operation.changes`.
import type { RowId } from '../noun.ts';

/** A change of a row, without fields that are null or have their default. Not for tasks. */
export interface StoredChange {
  noun: string;
  id: RowId;
  before: object | null;
  after: object | null;
}

/** The same for a task, in the form of the versions that had tasks only. */
export interface StoredTaskChange extends Omit<StoredChange, 'noun' | 'id'> {
  taskId: number;
}
