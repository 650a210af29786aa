// What is known while the rows are read from the disk.
import type { First } from './disk.ts';
import type { Change, Key, Row } from './model.ts';
import type { Rows } from './rows.ts';

type Holds = (row: Row) => boolean;

/** How many more rows a view has by these changes. */
export const difference = (
  changes: readonly Pick<Change, 'before' | 'after'>[],
  holds: Holds,
): number => {
  const one = (row: Row | null) => Number(row !== null && holds(row));
  return changes.reduce((sum, { before, after }) => sum + one(after) - one(before), 0);
};

/** What is known while the rows are read. */
export class Loading {
  /** Rows that operations changed: chunks may have what they were before. */
  readonly changed = new Set<string>();
  readonly #rows: Rows;
  #counts: First['counts'] = {};
  #changes: Change[] = [];

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  /** An operation follows on what is known. */
  add(changes: readonly Change[]): void {
    this.#changes.push(...changes);
    for (const { noun, key } of changes) this.changed.add(nounKey(noun, key));
  }

  /** @param changes of all operations since then, in order. @param now in ms since 1970. */
  begin({ counts, until = {} }: First, changes: readonly Change[], now: number): void {
    const right = Object.entries(counts).filter(([spec]) => now < (until[spec] ?? Infinity));
    this.#counts = Object.fromEntries(right);
    this.#changes = [...changes];
  }

  /** Of all rows of a view; undefined where it was not kept. */
  countOf(spec: string, noun: string, holds: Holds): number | undefined {
    const count = this.#counts[spec];
    if (count === undefined) return undefined;
    const own = this.#changes.filter((change) => change.noun === noun);
    return count + difference(own, holds) + difference([...this.#rows.layered(noun)], holds);
  }
}

/** Names a row among those of all nouns. */
export const nounKey = (noun: string, key: Key | undefined): string => `${noun} ${key}`;
