// The journal's tables. write-operation.ts writes them without the ORM, so they are not recorded themselves.
import { defineEntity, p } from '@mikro-orm/core';
import { isUnerased } from '../account/tombstone.ts';
import type { RowId } from '../noun.ts';
import { ownerFilter } from '../owner-filter.ts';
import { now } from '../schema/sql-placeholders.ts';

/** The stored form of a row's change, in `more`: without fields that are null or have their default. */
export interface StoredChange {
  noun: string;
  id: RowId;
  before: object | null;
  after: object | null;
}

/** The same for a task, in `changes`: the form of the versions that had tasks only. */
export interface StoredTaskChange extends Omit<StoredChange, 'noun' | 'id'> {
  taskId: number;
}

const ofPerson = { readonly: true, filters: { owner: ownerFilter } } as const;

/** What one call changed: who, when, which procedure, and each row before and after. */
export const OperationSchema = defineEntity({
  ...ofPerson,
  name: 'Operation',
  tableName: 'operation',
  properties: {
    userId: p.text().primary(),
    id: p.uuid().primary(),
    seq: p.integer(),
    kind: p.text(),
    undoes: p.uuid().strictNullable(),
    createdAt: p.datetime(3).defaultRaw(now),
    /** The number of changes. */
    weight: p.integer().default(1),
    changes: p.json().columnType('json').$type<StoredTaskChange[]>(),
    /** The size of `changes` and `more` in UTF-8, known before they are read; null in older rows. */
    bytes: p.integer().strictNullable(),
    /** Changes of nouns other than tasks; null if there are none. See stored-format.ts. */
    more: p.json().columnType('json').$type<StoredChange[]>().strictNullable(),
    /** The journal version that wrote it, which says which fields the changes have. Null in older rows: 0. */
    version: p.integer().strictNullable(),
  },
  indexes: [
    // For pruning.
    { name: 'operation_created_at_index', properties: ['createdAt'] },
  ],
  uniques: [{ name: 'operation_user_id_seq_unique', properties: ['userId', 'seq'] }],
});

/** Which operations changed a task. */
export const OperationTaskSchema = defineEntity({
  ...ofPerson,
  name: 'OperationTask',
  tableName: 'operation_task',
  properties: {
    userId: p.text().primary(),
    taskId: p.integer().primary(),
    seq: p.integer().primary(),
  },
});

/** Which operations changed a row of another noun. */
export const OperationRowSchema = defineEntity({
  ...ofPerson,
  name: 'OperationRow',
  tableName: 'operation_row',
  properties: {
    userId: p.text().primary(),
    noun: p.text().primary(),
    rowId: p.text().primary(),
    seq: p.integer().primary(),
  },
  indexes: [
    // The history of a noun.
    { name: 'operation_row_user_id_noun_seq_index', properties: ['userId', 'noun', 'seq'] },
  ],
});

/**
 * A person's journal: the `seq` of its last operation and of the last pruned one. It is also the tombstone
 * of a deleted account, and is then kept for ever.
 */
export const JournalSchema = defineEntity({
  ...ofPerson,
  name: 'Journal',
  tableName: 'journal',
  properties: {
    userId: p.text().primary(),
    seq: p.integer().default(0),
    pruned: p.integer().default(0),
    /** When the account was deleted: from then on nothing is written for this person. */
    closedAt: p.datetime(3).strictNullable(),
    /** When all rows of the deleted account had been erased. */
    erasedAt: p.datetime(3).strictNullable(),
    /** Since when an operator has disabled the account: see disabling.ts. */
    disabledAt: p.datetime(3).strictNullable(),
  },
  indexes: [
    // For the accounts that are still to be erased.
    { name: 'journal_unerased_index', properties: ['closedAt'], where: isUnerased },
  ],
});

/** The result of a call with an `operationId`, also if it changed nothing. */
export const ReceiptSchema = defineEntity({
  ...ofPerson,
  name: 'Receipt',
  tableName: 'receipt',
  properties: {
    userId: p.text().primary(),
    id: p.uuid().primary(),
    /** A fingerprint of procedure and input. */
    request: p.text(),
    result: p.text(),
    createdAt: p.datetime(3).defaultRaw(now),
    /** The person's last `seq` at that time; null in older rows, whose `result` has whole tasks. */
    seq: p.integer().strictNullable(),
  },
  indexes: [{ name: 'receipt_created_at_index', properties: ['createdAt'] }],
});
