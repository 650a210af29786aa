// A sorted list of rows that is kept up while rows change.
import type { Change, Noun, Row } from './model.ts';

/** Which rows: all of a noun whose fields have these values and whose texts hold `search`. */
export interface ViewSpec<Name extends string = string, R extends Row = Row> {
  noun: Name;
  where?: Partial<R>;
  search?: string;
}

export interface View<R extends Row = Row> {
  /** In the order of the noun. The same array may be changed: `version` tells. */
  readonly rows: readonly R[];
  readonly count: number;
  /** Grows when a row comes, goes or changes. */
  readonly version: number;
  subscribe(listener: () => void): () => void;
}

/** Above so many changes at once, all rows are gone through: one pass is cheaper than splices. */
const many = 200;

export class LiveView implements View {
  readonly #noun: Noun;
  readonly #holds: (row: Row) => boolean;
  readonly #all: () => Iterable<Row>;
  readonly #keep: (view: LiveView) => void;
  readonly #listeners = new Set<() => void>();
  /** Undefined until it is read: then it is made. */
  #rows: Row[] | undefined;
  #version = 0;
  #isKept = true;

  /**
   * @param all gives the visible rows of the noun.
   * @param keep is called when one that was forgotten is watched again.
   */
  constructor(
    noun: Noun,
    holds: (row: Row) => boolean,
    all: () => Iterable<Row>,
    keep: (view: LiveView) => void,
  ) {
    this.#noun = noun;
    this.#holds = holds;
    this.#all = all;
    this.#keep = keep;
  }

  get rows(): readonly Row[] {
    if (this.#rows) return this.#rows;
    const rows = Array.from(this.#all()).filter(this.#holds).toSorted(this.#noun.compare);
    if (this.#isKept) this.#rows = rows;
    return rows;
  }

  get count(): number {
    return this.rows.length;
  }

  get version(): number {
    return this.#version;
  }

  get isWatched(): boolean {
    return this.#listeners.size > 0;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (!this.#isKept) this.#keep(this);
    this.#isKept = true;
    return () => void this.#listeners.delete(listener);
  }

  /** It is not told of changes any more, so it makes its rows whenever they are read. */
  forget(): void {
    this.#isKept = false;
    this.#rows = undefined;
  }

  /** Takes over changes of visible rows; others than its noun's are passed over. */
  update(changes: readonly Change[], name: string): void {
    const own = changes
      .filter(({ noun }) => noun === name)
      .map(({ before, after }) => ({
        before: before && this.#holds(before) ? before : null,
        after: after && this.#holds(after) ? after : null,
      }))
      .filter(({ before, after }) => before ?? after);
    if (own.length === 0) return;
    this.#version += 1;
    // Made anew when it is read, if it is.
    if (!this.isWatched) this.#rows = undefined;
    else if (this.#rows && own.length > many) this.#rows = this.#merged(this.#rows, own);
    else if (this.#rows)
      for (const { before, after } of own) this.#replace(this.#rows, before, after);
    for (const listener of this.#listeners) listener();
  }

  #replace(rows: Row[], before: Row | null, after: Row | null): void {
    const from = before ? this.#placeOf(rows, before) : -1;
    const isInPlace = before && after && this.#noun.compare(before, after) === 0;
    if (isInPlace) rows[from] = after;
    else {
      if (before) rows.splice(from, 1);
      if (after) rows.splice(this.#placeOf(rows, after), 0, after);
    }
  }

  /** Where it is, or where it belongs. */
  #placeOf(rows: readonly Row[], row: Row): number {
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = rows[middle];
      if (other && this.#noun.compare(other, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #merged(rows: readonly Row[], changes: readonly Pick<Change, 'before' | 'after'>[]): Row[] {
    const gone = new Set(changes.map(({ before }) => before));
    const come = changes
      .map(({ after }) => after)
      .filter((after) => after !== null)
      .toSorted(this.#noun.compare);
    const merged: Row[] = [];
    let next = 0;
    for (const row of rows) {
      if (gone.has(row)) continue;
      for (
        let other = come[next];
        other && this.#noun.compare(other, row) < 0;
        other = come[next]
      ) {
        merged.push(other);
        next += 1;
      }
      merged.push(row);
    }
    // Not spread into a call: a load brings more rows than a call takes arguments.
    return merged.concat(come.slice(next));
  }
}
