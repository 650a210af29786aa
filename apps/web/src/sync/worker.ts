// The service worker, built to `/sw.js`: the page starts without a network, and a tab that is older than
// the server still finds its code. It never stores what has data (docs/decisions/0022-service-worker.md).
import { type Build, cacheName, outdatedCaches, sourceOf } from './worker-rules.ts';
import { workerScope } from './worker-scope.ts';

/** Replaced by `list-build-files.ts`. */
declare const __BUILD__: Build;

const build = __BUILD__;
const worker = workerScope();

async function install(): Promise<void> {
  const cache = await caches.open(cacheName(build));
  // Files without a hash in their name are fetched past the HTTP cache and compared: while a deployment is
  // under way, another instance may answer with those of another version.
  const requests = build.files.map(([path, integrity]) =>
    integrity === undefined
      ? new Request(path)
      : new Request(path, { integrity, cache: 'no-cache' }),
  );
  await cache.addAll(requests);
}

async function activate(): Promise<void> {
  const outdated = outdatedCaches(await caches.keys(), build);
  await Promise.all(outdated.map((name) => caches.delete(name)));
  // The tab that registered the first worker was loaded without one.
  await worker.clients.claim();
}

async function takeOverUnseen(): Promise<void> {
  const tabs = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (tabs.every((tab) => tab.visibilityState !== 'visible')) await worker.skipWaiting();
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('message', (event) => {
  event.waitUntil(event.data === 'take-over' ? worker.skipWaiting() : takeOverUnseen());
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const source = sourceOf(request, build, location.origin);
  if (source.from === 'network') return;
  const cached =
    source.from === 'build'
      ? caches.match(source.path, { cacheName: cacheName(build), ignoreVary: true })
      : caches.match(request, { ignoreVary: true });
  event.respondWith(cached.then((response) => response ?? fetch(request)));
});
