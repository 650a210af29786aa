// The changes of one write, and whether they still fit into one operation.

import { operationLimits } from '@tydo/schemas/operation';
import type { RowChange } from '../entities.ts';
import { OperationTooLarge } from '../errors.ts';
import type { Noun, Row, RowId } from '../noun.ts';
import { encodeChange, isStoredInChanges } from './stored-format.ts';

interface StoredEntry {
  change: RowChange;
  json: string;
  bytes: number;
}

export class RecordedChanges {
  /** By column of the operation: a list has room beside as many tasks as an operation can hold. */
  readonly #entries = {
    changes: new Map<string, StoredEntry>(),
    more: new Map<string, StoredEntry>(),
  };
  readonly #read = new Map<string, ReadRow>();
  /** The length of the JSON, with a comma or bracket for each change. */
  #bytes = 1;

  /** Adds a row that the write has read; it is `unchanged` unless a change of it is added. */
  addRead<R extends Row>(noun: Noun<R>, row: R): void {
    const id = noun.idOf(row);
    this.#read.set(keyOf(noun, id), { noun: noun.name, id, row });
  }

  /**
   * Adds a change. Two changes of a row become one, from its first `before`.
   *
   * @throws Refusal BAD_REQUEST if the operation would exceed its limits.
   */
  add<R extends Row>(change: RowChange<R>): void {
    if (!this.addIfFits(change)) throw new OperationTooLarge();
  }

  /** Adds a change only if it fits. @returns whether it does. */
  addIfFits<R extends Row>(
    { noun, id, before: found, after }: RowChange<R>,
    maxBytes: number = operationLimits.bytes,
  ): boolean {
    const key = keyOf(noun, id);
    const entries = this.#entriesOf(noun);
    const earlier = entries.get(key);
    const before = earlier ? earlier.change.before : found;
    if (before === null && after === null) {
      entries.delete(key);
      this.#bytes -= earlier?.bytes ?? 0;
      return true;
    }
    const change = { noun, id, before, after } as RowChange;
    const json = encodeChange(change);
    const bytes = Buffer.byteLength(json) + 1;
    const sum = this.#bytes + bytes - (earlier?.bytes ?? 0);
    const count = entries.size + (earlier ? 0 : 1);
    if (count > operationLimits.rows || sum > maxBytes) return false;
    entries.set(key, { change, json, bytes });
    this.#bytes = sum;
    return true;
  }

  /** Adds changes of rows that have none yet, all or none. @returns whether they fit. */
  addAllIfFit<R extends Row>(changes: readonly RowChange<R>[], maxBytes: number): boolean {
    const first = changes.findIndex((change) => !this.addIfFits(change, maxBytes));
    if (first < 0) return true;
    for (const { noun, id } of changes.slice(0, first)) {
      const key = keyOf(noun, id);
      const entries = this.#entriesOf(noun);
      this.#bytes -= entries.get(key)?.bytes ?? 0;
      entries.delete(key);
    }
    return false;
  }

  /** In the order in which the operation is read: first those in the column `changes`. */
  get all(): RowChange[] {
    return [...this.#in('changes'), ...this.#in('more')].map(({ change }) => change);
  }

  /** The JSON of a column of the operation. */
  jsonOf(column: 'changes' | 'more'): string {
    return `[${this.#in(column)
      .map(({ json }) => json)
      .join()}]`;
  }

  /** The length of both columns in UTF-8. */
  get bytes(): number {
    return Math.max(2, this.#bytes);
  }

  /** The rows that the write has read and did not change. */
  get unchanged(): ReadRow[] {
    const { changes, more } = this.#entries;
    const isUnchanged = (key: string) => !changes.has(key) && !more.has(key);
    return [...this.#read].filter(([key]) => isUnchanged(key)).map(([, read]) => read);
  }

  #in(column: 'changes' | 'more'): StoredEntry[] {
    return [...this.#entries[column].values()];
  }

  #entriesOf(noun: { name: string }): Map<string, StoredEntry> {
    return this.#entries[isStoredInChanges(noun) ? 'changes' : 'more'];
  }
}

/** A row that was read, with the name of its noun. */
export interface ReadRow {
  noun: string;
  id: RowId;
  row: Row;
}

const keyOf = <R extends Row>({ name }: Noun<R>, id: RowId): string => `${name} ${id}`;
