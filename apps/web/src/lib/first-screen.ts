// What the first screen works without is loaded after it: code that is run earlier holds its rows up.
import { nextPaint } from './next-paint.ts';

const { promise, resolve } = Promise.withResolvers<void>();

/** Until the first screen of the page is painted. */
export const firstScreen: Promise<void> = promise;

/** The first screen is rendered. */
export function firstScreenRendered(): void {
  void nextPaint().then(resolve);
}
