// A sorted list of rows that is kept up while rows change.
import type { Change, Noun, Row } from './model.ts';

export interface View<R extends Row = Row> {
  /** In order. The same array may be changed: `version` tells. */
  readonly rows: readonly R[];
  /** While not all rows are here, undefined where it is not known. */
  readonly count: number | undefined;
  /** Another number when a row came, went or changed. */
  readonly version: number;
  subscribe: (listener: () => void) => () => void;
}

export interface LiveView extends View {
  /** Whether somebody watches it. */
  readonly isWatched: boolean;
  /** Whether somebody watches it and has read its rows, not only its count. */
  readonly isShown: boolean;
  /** Takes over changes of visible rows of its noun. */
  update: (changes: readonly Change[], version: number) => void;
  /** Its rows are read again: which rows it takes has changed. */
  remake: (version: number) => void;
}

type Compare = Noun['compare'];
type RowChange = Pick<Change, 'before' | 'after'>;

/** Above so many changes at once, all rows are gone through: one pass is cheaper than splices. */
const many = 200;

export interface ViewSource {
  /** Gives all rows that it has, sorted. */
  make: () => Row[];
  holds: (row: Row) => boolean;
  compare: Compare;
  /** Of all rows: grows with each change. */
  version: () => number;
  /** Whether which rows it takes has changed with the clock since they were read. */
  isOutdated: () => boolean;
  /** While not all rows are here: the count, as far as it is known. */
  count: (ofRows: () => number) => number | undefined;
  /** Whether it is kept up also while nobody watches it. */
  isKept: boolean;
  /** Called when it is watched, and when it is not any more. */
  onWatch: (isWatched: boolean) => void;
}

/** Kept up while it is watched; else its rows are made again when they are read after a change. */
export function createView(source: ViewSource): LiveView {
  const { make, holds, compare, version, isOutdated, count, isKept, onWatch } = source;
  const listeners = new Set<() => void>();
  let isRead = false;
  let rows: Row[] | undefined;
  let madeAt = -1;

  const now = (): Row[] => {
    const isKeptUp = isKept || listeners.size > 0;
    if (!rows || (!isKeptUp && (madeAt !== version() || isOutdated()))) {
      rows = make();
      madeAt = version();
    }
    return rows;
  };

  return {
    get rows() {
      isRead = true;
      return now();
    },
    get count() {
      return count(() => now().length);
    },
    get isWatched() {
      return listeners.size > 0;
    },
    get isShown() {
      return isRead && listeners.size > 0;
    },
    get version() {
      now();
      return madeAt;
    },
    subscribe(listener) {
      now();
      listeners.add(listener);
      if (listeners.size === 1) onWatch(true);
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) onWatch(false);
      };
    },
    update(all, at) {
      const held = (row: Row | null) => (row && holds(row) ? row : null);
      const changes = all
        .map(({ before, after }) => ({ before: held(before), after: held(after) }))
        .filter(({ before, after }) => before ?? after);
      if (!rows || changes.length === 0) return;
      madeAt = at;
      if (changes.length > many) rows = merged(rows, changes, compare);
      else for (const change of changes) splice(rows, change, compare);
      for (const listener of listeners) listener();
    },
    remake(at) {
      rows = make();
      madeAt = at;
      for (const listener of listeners) listener();
    },
  };
}

function splice(rows: Row[], { before, after }: RowChange, compare: Compare): void {
  const from = before ? placeOf(rows, before, compare) : -1;
  if (before && after && compare(before, after) === 0) {
    rows[from] = after;
    return;
  }
  if (before) rows.splice(from, 1);
  if (after) rows.splice(placeOf(rows, after, compare), 0, after);
}

/** Where it is, or where it belongs. */
function placeOf(rows: readonly Row[], row: Row, compare: Compare): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = rows[middle];
    if (other && compare(other, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function merged(rows: readonly Row[], changes: readonly RowChange[], compare: Compare): Row[] {
  const gone = new Set(changes.map(({ before }) => before));
  const come = changes
    .map(({ after }) => after)
    .filter((after) => after !== null)
    .toSorted(compare);
  const all: Row[] = [];
  let next = 0;
  for (const row of rows) {
    if (gone.has(row)) continue;
    for (let other = come[next]; other && compare(other, row) < 0; other = come[next]) {
      all.push(other);
      next += 1;
    }
    all.push(row);
  }
  // Not spread into a call: a load brings more rows than a call takes arguments.
  return all.concat(come.slice(next));
}
