import type { ComponentType } from 'react';
import { firstScreen } from './first-screen.ts';
import { nextPaint } from './next-paint.ts';

/** The code of a screen could not be loaded: there is no network, or a newer version was deployed. */
export class ScreenLoadError extends Error {}

/** For React's `lazy`: fails with a ScreenLoadError. The browser and React remember the failure. */
export function screenLoader<Module>(load: () => Promise<Module>): () => Promise<Module> {
  return () =>
    load().catch((cause: unknown) => {
      throw new ScreenLoadError('The code of a screen could not be loaded.', { cause });
    });
}

/**
 * For React's `lazy`, of what the page works without: loaded after the first screen, and nothing is shown where its code
 * cannot be loaded.
 */
export function optionalLoader<Props>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): () => Promise<{ default: ComponentType<Props> }> {
  return () => firstScreen.then(load).catch(() => ({ default: () => null }));
}

/**
 * Loads the code before it is needed, when what is rendered now is on the screen. A failure is reported when the
 * screen is opened. Not without a network: the browser would remember the failure.
 */
export function preload(load: () => Promise<unknown>): void {
  if (navigator.onLine)
    nextPaint()
      .then(load)
      .catch(() => undefined);
}
