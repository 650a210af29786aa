// Which tasks of a list are selected.
export interface Selection {
  uids: ReadonlySet<string>;
  /** Where a range begins: the task that was selected last by itself. */
  anchor: string | undefined;
}

export const noSelection: Selection = { uids: new Set(), anchor: undefined };

/** With the task where it is not selected, else without it. */
export function toggled({ uids }: Selection, uid: string): Selection {
  const next = new Set(uids);
  if (!next.delete(uid)) next.add(uid);
  return next.size === 0 ? noSelection : { uids: next, anchor: uid };
}

/** All from the anchor to this task, and no others. @param order all tasks, as they stand. */
export function rangeTo(
  { anchor = '' }: Selection,
  order: readonly string[],
  uid: string,
): Selection {
  const to = order.indexOf(uid);
  const from = order.indexOf(anchor);
  if (from === -1 || to === -1) return { uids: new Set([uid]), anchor: uid };
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { uids: new Set(range), anchor };
}

/** Without those that are no longer in the list; the same object where all are. */
export function keptIn(selection: Selection, order: readonly string[]): Selection {
  const there = new Set(order.filter((uid) => selection.uids.has(uid)));
  const uids = [...selection.uids].filter((uid) => there.has(uid));
  if (uids.length === selection.uids.size) return selection;
  return uids.length === 0 ? noSelection : { ...selection, uids: new Set(uids) };
}

/** The task, or all that are selected where it is one of them. @param order gives all tasks, as they stand. */
export const uidsWith = (
  uid: string,
  order: () => readonly string[],
  { uids }: Selection,
): string[] => (uids.has(uid) ? order().filter((one) => uids.has(one)) : [uid]);
