/** For how long, in ms, a second click is ignored after a row has left the list. */
const guardMs = 350;

/**
 * Protects a list from the second half of a double click: when a row leaves the list, the next row moves
 * under the pointer and would receive it.
 */
export function createDoubleClickGuard(now: () => number = () => performance.now()) {
  let removedAt = Number.NEGATIVE_INFINITY;
  return {
    /** Call it when a row leaves the list. */
    rowRemoved(): void {
      removedAt = now();
    },
    /** Whether a second click now is still meant for the row that has left. */
    isActive: () => now() - removedAt < guardMs,
  };
}
