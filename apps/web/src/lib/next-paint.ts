/** A tab that is hidden paints nothing. */
const maxWaitMs = 500;

/** Until what is rendered next is on the screen, or does not come. */
export function nextPaint(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, maxWaitMs);
  // After React's own task, and then after the frame.
  setTimeout(() => requestAnimationFrame(() => setTimeout(resolve)));
  return promise;
}
