// Numbers of rows by the value of a field, kept up while rows change.
import type { Change, Row } from './model.ts';

export interface CountView {
  /** How many rows have this value. */
  get: (value: unknown) => number;
  /** Another number when one of the numbers has changed. */
  readonly version: number;
  subscribe: (listener: () => void) => () => void;
}

interface CountSource {
  by: string;
  /** All rows of the noun. */
  all: () => Iterable<Row>;
  holds: (row: Row) => boolean;
  /** Of all rows: grows with each change. */
  version: () => number;
  onWatch: (isWatched: boolean) => void;
}

export interface LiveCountView extends CountView {
  update: (changes: readonly Change[], version: number) => void;
  remake: (version: number) => void;
}

/** Kept up while it is watched; else counted again when it is read after a change. */
export function createCountView({ by, all, holds, version, onWatch }: CountSource): LiveCountView {
  const listeners = new Set<() => void>();
  let counts: Map<unknown, number> | undefined;
  let madeAt = -1;

  function add(row: Row, one: 1 | -1): void {
    for (const value of [row[by]].flat()) {
      const count = (counts?.get(value) ?? 0) + one;
      if (count === 0) counts?.delete(value);
      else counts?.set(value, count);
    }
  }
  function make(): void {
    counts = new Map();
    madeAt = version();
    for (const row of all()) if (holds(row)) add(row, 1);
  }
  function now(): Map<unknown, number> {
    if (!counts || (listeners.size === 0 && madeAt !== version())) make();
    return counts ?? new Map();
  }

  return {
    get: (value) => now().get(value) ?? 0,
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
      const counted = changes.filter(({ before, after }) => {
        const [was, is] = [before && holds(before), after && holds(after)];
        return was && is ? isOther(before?.[by], after?.[by]) : was || is;
      });
      if (counted.length === 0) return;
      for (const { before, after } of counted) {
        if (before && holds(before)) add(before, -1);
        if (after && holds(after)) add(after, 1);
      }
      madeAt = at;
      for (const listener of listeners) listener();
    },
    remake() {
      make();
      for (const listener of listeners) listener();
    },
  };
}

const isOther = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) !== JSON.stringify(other);
