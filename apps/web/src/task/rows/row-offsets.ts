// Where the rows of a long list stand. Only those on the screen are rendered and measured: the others count
// with an estimated height.
import { changedRange } from '../../lib/changed-range.ts';
import { indexNear } from '../../lib/index-near.ts';

/** Heights and offsets in pixels, of a list whose rows have keys. */
export interface RowOffsets<Row> {
  /** The list has other rows, or another order. @returns where a row of before is now. */
  setRows: (rows: readonly Row[]) => (index: number) => number | undefined;
  /** A row was measured. @returns by how much the rows below it move. */
  measure: (index: number, height: number) => number;
  /** How far below the top of the list a row begins; of `count`, the height of the list. */
  startOf: (index: number) => number;
  /** The row at this offset, or the nearest one. */
  indexAt: (offset: number) => number;
  /** Where a key is now, looked for from where it was. */
  indexOf: (key: string, near?: number) => number | undefined;
  readonly count: number;
}

/** A row with another height than the estimate. */
interface Unusual {
  index: number;
  /** How much higher it is. */
  extra: number;
  /** How much higher all unusual rows up to this one are. */
  sum: number;
}

/** @param estimate the height of a row that was not measured. */
export function createRowOffsets<Row>(
  estimate: number,
  keyOf: (row: Row) => string,
): RowOffsets<Row> {
  /** Of all unusual rows that were measured, also of those that are not in the list now. */
  const heights = new Map<string, number>();
  let rows: readonly Row[] = [];
  /** Those in the list, in its order. */
  let unusual: Unusual[] = [];

  const keyAt = (index: number): string | undefined => {
    const row = rows[index];
    return row === undefined ? undefined : keyOf(row);
  };
  const isSame = (one: Row | undefined, other: Row | undefined): boolean =>
    one === other || (one !== undefined && other !== undefined && keyOf(one) === keyOf(other));

  /** How many unusual rows are above a row. */
  function unusualAbove(index: number): number {
    let [low, high] = [0, unusual.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((unusual[middle]?.index ?? 0) < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  function startOf(index: number): number {
    const at = Math.min(Math.max(index, 0), rows.length);
    return at * estimate + (unusual[unusualAbove(at) - 1]?.sum ?? 0);
  }
  const heightOf = (index: number): number => startOf(index + 1) - startOf(index);

  function sumUp(): void {
    let sum = 0;
    for (const one of unusual) {
      sum += one.extra;
      one.sum = sum;
    }
  }
  function unusualIn(from: number, to: number): Unusual[] {
    if (heights.size === 0) return [];
    return rows.slice(from, to).flatMap((row, at) => {
      const height = heights.get(keyOf(row));
      return height === undefined ? [] : { index: from + at, extra: height - estimate, sum: 0 };
    });
  }

  return {
    get count() {
      return rows.length;
    },
    setRows(next) {
      const before = rows;
      const { start, end } = changedRange(before, next, isSame);
      const [oldEnd, newEnd] = [before.length - end, next.length - end];
      const [above, below] = [unusualAbove(start), unusualAbove(oldEnd)];
      const moved = unusual
        .slice(below)
        .map((one) => ({ ...one, index: one.index + newEnd - oldEnd }));
      rows = next;
      unusual = [...unusual.slice(0, above), ...unusualIn(start, newEnd), ...moved];
      sumUp();
      return (index) => {
        if (index < start) return index;
        if (index >= oldEnd) return index + newEnd - oldEnd;
        const row = before[index];
        const at = next.slice(start, newEnd).findIndex((other) => isSame(row, other));
        return at === -1 ? undefined : start + at;
      };
    },
    measure(index, height) {
      const key = keyAt(index);
      if (key === undefined) return 0;
      const growth = height - heightOf(index);
      if (growth === 0) return 0;
      const at = unusualAbove(index);
      const isKnown = unusual[at]?.index === index;
      const isUsual = height === estimate;
      const now = isUsual ? [] : [{ index, extra: height - estimate, sum: 0 }];
      unusual.splice(at, isKnown ? 1 : 0, ...now);
      sumUp();
      if (isUsual) heights.delete(key);
      else heights.set(key, height);
      return growth;
    },
    startOf,
    indexAt(offset) {
      let [low, high] = [0, rows.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >>> 1;
        if (startOf(middle) <= offset) low = middle;
        else high = middle - 1;
      }
      return Math.max(low, 0);
    },
    indexOf(key, near = 0) {
      const index = indexNear(rows.length, near, (at) => keyAt(at) === key);
      return index === -1 ? undefined : index;
    },
  };
}
