/** The index nearest to `near`, below `count`, that is looked for; -1 where there is none. */
export function indexNear(count: number, near: number, isIt: (index: number) => boolean): number {
  let [above, below] = [Math.min(near, count - 1), near + 1];
  // An index outside of an array is slow to read.
  while (above >= 0 || below < count) {
    if (above >= 0 && isIt(above)) return above;
    if (below < count && isIt(below)) return below;
    above -= 1;
    below += 1;
  }
  return -1;
}
