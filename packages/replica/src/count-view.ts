// Numbers of rows by the value of a field, kept up while rows change.
import type { Change, Row } from './model.ts';

export interface CountView {
  /** How many rows have this value. While not all rows are here, undefined where it is not known. */
  get: (value: unknown) => number | undefined;
  /** Another number when one of the numbers has changed. */
  readonly version: number;
  subscribe: (listener: () => void) => () => void;
}

interface CountSource {
  spec: string;
  by: string;
  /** All rows of the noun. */
  all: () => Iterable<Row>;
  holds: (row: Row) => boolean;
  /** Of all rows: grows with each change. */
  version: () => number;
  /** Whether which rows it counts has changed with the clock since they were counted. */
  isOutdated: () => boolean;
  /** While not all rows are here: the number, as far as it is known. */
  count: (
    rows: { spec: string; holds: (row: Row) => boolean },
    ofRows: () => number,
  ) => number | undefined;
  onWatch: (isWatched: boolean) => void;
}

export interface LiveCountView extends CountView {
  update: (changes: readonly Change[], version: number) => void;
  remake: (version: number) => void;
  /** The numbers as they were before these changes, by what names them on the disk. */
  before: (changes: readonly Change[]) => Map<string, number>;
}

/** Kept up while it is watched; else counted again when it is read after a change. */
export function createCountView(source: CountSource): LiveCountView {
  const { spec, by, all, holds, version, isOutdated, count, onWatch } = source;
  const listeners = new Set<() => void>();
  let counts = new Map<unknown, number>();
  let madeAt = -1;

  const nameOf = (value: unknown) => `${spec} ${JSON.stringify(value)}`;
  const valuesOf = (row: Row | null): readonly unknown[] =>
    row && holds(row) ? [row[by]].flat() : [];

  function make(at: number): void {
    counts = new Map();
    madeAt = at;
    for (const row of all()) add(counts, valuesOf(row), 1);
  }
  function now(): Map<unknown, number> {
    const isOld = madeAt !== version() || isOutdated();
    if (listeners.size === 0 && isOld) make(version());
    return counts;
  }

  return {
    get: (value) =>
      count({ spec: nameOf(value), holds: (row) => valuesOf(row).includes(value) }, () => {
        return now().get(value) ?? 0;
      }),
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
    update(changes, at) {
      let isSame = true;
      for (const { before, after } of changes) {
        const [was, is] = [valuesOf(before), valuesOf(after)];
        if (JSON.stringify(was) === JSON.stringify(is)) continue;
        add(counts, was, -1);
        add(counts, is, 1);
        isSame = false;
      }
      if (isSame) return;
      madeAt = at;
      for (const listener of listeners) listener();
    },
    remake(at) {
      make(at);
      for (const listener of listeners) listener();
    },
    before(changes) {
      const was = new Map(now());
      for (const { before, after } of changes) {
        add(was, valuesOf(before), 1);
        add(was, valuesOf(after), -1);
      }
      return new Map([...was].map(([value, number]) => [nameOf(value), number]));
    },
  };
}

function add(counts: Map<unknown, number>, values: readonly unknown[], one: 1 | -1): void {
  for (const value of values) {
    const number = (counts.get(value) ?? 0) + one;
    if (number === 0) counts.delete(value);
    else counts.set(value, number);
  }
}
