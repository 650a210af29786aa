// What the service worker decides, apart from the browser.

/** The files of one build; `list-build-files.ts` writes them into `sw.js`. */
export interface Build {
  /** A hash of all files. */
  version: string;
  /** Paths. A file whose name has no hash of its content comes with that hash, for `Request.integrity`. */
  files: readonly (readonly [path: string, integrity?: string])[];
}

/** Where a request is answered from: the build's own cache, any build's cache, or the network. */
export type Source = { from: 'build'; path: string } | { from: 'any-build' } | { from: 'network' };

// A navigation to these leaves the page: a mailed link, a calendar feed, a probe.
const serverPaths = /^\/(trpc|api|mcp|feeds|problems|healthz|readyz)(\/|$)/i;

interface PageRequest {
  method: string;
  url: string;
  mode: string;
}

/** Only files of a build come from a cache; everything with data comes from the network. */
export function sourceOf({ method, url, mode }: PageRequest, build: Build, origin: string): Source {
  const target = new URL(url);
  const path = target.pathname;
  if (method !== 'GET' || target.origin !== origin || serverPaths.test(path)) {
    return { from: 'network' };
  }
  if (path.startsWith('/assets/')) return { from: 'any-build' };
  if (path !== '/' && build.files.some(([file]) => file === path)) return { from: 'build', path };
  return mode === 'navigate' ? { from: 'build', path: '/' } : { from: 'network' };
}

const prefix = 'tydo-page-';

export const cacheName = ({ version }: Build): string => `${prefix}${version}`;

// One more than the version before: that one may have been installed without ever being used.
const olderBuilds = 2;

/** The caches to delete when `build` takes over. @param names of all caches, oldest first */
export function outdatedCaches(names: readonly string[], build: Build): string[] {
  const own = cacheName(build);
  const older = names.filter((name) => name.startsWith(prefix) && name !== own);
  return older.slice(0, -olderBuilds);
}

/** What the page tells the worker that waits. */
export type WorkerMessage = 'take-over' | 'take-over-unseen';
