// Where the rows of a long list stand. Only those on the screen are rendered and measured: the others count
// with an estimated height.

/** Heights and offsets in pixels, of a list whose rows have keys. */
export interface RowOffsets {
  /** The list has other rows, or another order. */
  setKeys: (count: number, keyAt: (index: number) => string) => void;
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

/** @param estimate the height of a row that was not measured. */
export function createRowOffsets(estimate: number): RowOffsets {
  /** Of rows with another height than the estimate. */
  const heights = new Map<string, number>();
  let keyAt = (_index: number): string => '';
  let count = 0;
  let starts = new Float64Array(1);

  const heightOf = (index: number): number => startOf(index + 1) - startOf(index);
  const startOf = (index: number): number => starts[Math.min(Math.max(index, 0), count)] ?? 0;

  return {
    get count() {
      return count;
    },
    setKeys(nextCount, nextKeyAt) {
      count = nextCount;
      keyAt = nextKeyAt;
      starts = new Float64Array(count + 1);
      let start = 0;
      for (let index = 0; index < count; index += 1) {
        start += heights.size === 0 ? estimate : (heights.get(keyAt(index)) ?? estimate);
        starts[index + 1] = start;
      }
    },
    measure(index, height) {
      if (index >= count) return 0;
      const growth = height - heightOf(index);
      if (growth === 0) return 0;
      if (height === estimate) heights.delete(keyAt(index));
      else heights.set(keyAt(index), height);
      for (let at = index + 1; at <= count; at += 1) starts[at] = (starts[at] ?? 0) + growth;
      return growth;
    },
    startOf,
    indexAt(offset) {
      let [low, high] = [0, count - 1];
      while (low < high) {
        const middle = (low + high + 1) >>> 1;
        if (startOf(middle) <= offset) low = middle;
        else high = middle - 1;
      }
      return Math.max(low, 0);
    },
    indexOf(key, near = 0) {
      const from = Math.min(near, count - 1);
      for (let distance = 0; distance < count; distance += 1) {
        const [below, above] = [from + distance, from - distance];
        if (below < count && keyAt(below) === key) return below;
        if (above >= 0 && keyAt(above) === key) return above;
      }
      return undefined;
    },
  };
}
