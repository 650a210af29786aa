// Where the focus goes when what had it is gone: a menu, the bar of the selection, a row that has left the list.

import { type Line, uidsOf } from './lines.ts';

/**
 * Rows for the focus, the best first: those of `uids`, the ones below them, then those above.
 *
 * @param order the rows before anything was done.
 */
export function rowsNear(order: readonly string[], uids: readonly string[]): string[] {
  const own = new Set(uids);
  const last = order.findLastIndex((uid) => own.has(uid));
  const others = [...order.slice(last + 1), ...order.slice(0, Math.max(last, 0)).toReversed()];
  return [...uids, ...others.filter((uid) => !own.has(uid))];
}

/**
 * Once the browser has taken the focus from what is gone, gives it to the row of `uids` or near to it.
 *
 * @param lines what was shown before anything was done.
 */
export function focusRowSoon(
  list: HTMLElement | null,
  lines: readonly Line[],
  uids: readonly string[],
): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    for (const uid of rowsNear(uidsOf(lines), uids)) {
      const row = list?.querySelector(`[data-uid="${CSS.escape(uid)}"] input`);
      if (row instanceof HTMLElement) return row.focus({ preventScroll: true });
    }
    document.querySelector('h1')?.focus();
  });
}
