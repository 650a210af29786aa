/** Two arrays are the same before `start`, and in their last `end` items. */
interface ChangedRange {
  start: number;
  end: number;
}

/** Finds what differs between two versions of an array of which little has changed. */
export function changedRange<One, Other>(
  before: readonly One[],
  after: readonly Other[],
  isSame: (one: One | undefined, other: Other | undefined) => boolean,
): ChangedRange {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && isSame(before[start], after[start])) start += 1;
  let end = 0;
  const [last, lastAfter] = [before.length - 1, after.length - 1];
  while (end < most - start && isSame(before[last - end], after[lastAfter - end])) end += 1;
  return { start, end };
}
