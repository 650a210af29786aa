// The form in which changes lie in an operation.
import type { RowId } from '../noun.ts';

/** What became of one row, without what was null or a default. Of other nouns than tasks. */
export interface StoredChange {
  noun: string;
  id: RowId;
  before: object | null;
  after: object | null;
}

/** The same of a task, in the form of versions that knew no other noun. */
export interface StoredTaskChange extends Omit<StoredChange, 'noun' | 'id'> {
  taskId: number;
}
