/** How long it takes, in ms, to see that another row is under the pointer now. */
const settling = 350;

/**
 * When a row leaves the list the next one slides under the pointer, and the second half of a double
 * click would hit that one.
 */
export function createRowGuard(now: () => number = () => performance.now()) {
  let lastLeft = Number.NEGATIVE_INFINITY;
  return {
    /** A row has left the list. */
    left(): void {
      lastLeft = now();
    },
    /** Whether a click may still be meant for the row that left. */
    isSettling: () => now() - lastLeft < settling,
  };
}
