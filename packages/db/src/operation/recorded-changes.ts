// What one write has changed until now, and whether it is still as much as one operation holds.
import { operationLimits } from '@tydo/schemas/operation';
import { Refusal } from '../errors.ts';
import type { Noun, Row, RowId } from '../noun.ts';
import { encodeChange, isStoredInChanges, type RowChange } from './stored-format.ts';

interface Noted {
  change: RowChange;
  json: string;
  bytes: number;
}

export class RecordedChanges {
  readonly #noted = new Map<string, Noted>();
  readonly #seen = new Map<string, SeenRow>();
  /** With a comma or a bracket for each. */
  #bytes = 1;

  /** A row that the write has read: as it is, unless the write changes it. */
  see<R extends Row>(noun: Noun<R>, row: R): void {
    this.#seen.set(keyOf(noun, row.id), { noun: noun.name, row });
  }

  /**
   * A row that was changed twice was changed once, from what it was at first.
   *
   * @throws Refusal BAD_REQUEST where it is more than an operation holds.
   */
  note<R extends Row>(change: RowChange<R>): void {
    if (!this.recordIfFits(change)) throw tooMuch();
  }

  /** @returns whether it fits: if not, nothing is noted. */
  recordIfFits<R extends Row>(
    { noun, id, before: found, after }: RowChange<R>,
    mostBytes: number = operationLimits.bytes,
  ): boolean {
    const key = keyOf(noun, id);
    const earlier = this.#noted.get(key);
    const before = earlier ? earlier.change.before : found;
    if (before === null && after === null) {
      this.#noted.delete(key);
      this.#bytes -= earlier?.bytes ?? 0;
      return true;
    }
    const change = { noun, id, before, after } as RowChange;
    const json = encodeChange(change);
    const bytes = Buffer.byteLength(json) + 1;
    const sum = this.#bytes + bytes - (earlier?.bytes ?? 0);
    const count = this.#noted.size + (earlier ? 0 : 1);
    if (count > operationLimits.rows || sum > mostBytes) return false;
    this.#noted.set(key, { change, json, bytes });
    this.#bytes = sum;
    return true;
  }

  /** In the order in which the operation is read: first those that lie in `changes`. */
  get changes(): RowChange[] {
    return [...this.#in('changes'), ...this.#in('more')].map(({ change }) => change);
  }

  /** What a column of the operation holds, as JSON. */
  jsonOf(column: 'changes' | 'more'): string {
    return `[${this.#in(column)
      .map(({ json }) => json)
      .join()}]`;
  }

  /** Of both columns in UTF-8. */
  get bytes(): number {
    return Math.max(2, this.#bytes);
  }

  /** The rows that the write has read and not changed. */
  get unchanged(): SeenRow[] {
    return [...this.#seen].filter(([key]) => !this.#noted.has(key)).map(([, seen]) => seen);
  }

  #in(column: 'changes' | 'more'): Noted[] {
    const noted = [...this.#noted.values()];
    return noted.filter(({ change }) => isStoredInChanges(change.noun) === (column === 'changes'));
  }
}

/** A row that was read, and the name of its noun. */
export interface SeenRow {
  noun: string;
  row: Row;
}

const keyOf = <R extends Row>({ name }: Noun<R>, id: RowId): string => `${name} ${id}`;

const { rows, bytes } = operationLimits;
const message = `One call may change at most ${rows.toLocaleString('en')} rows, and ${bytes / 2 ** 20} MiB of them. Do it in several calls.`;

/** Of a write, before it is done. */
const tooMuch = (): Refusal =>
  new Refusal('BAD_REQUEST', message, { zodError: { formErrors: [message], fieldErrors: {} } });
