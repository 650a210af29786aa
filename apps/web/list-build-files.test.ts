// The worker as it is built, in a context with a stand-in for the browser.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBuild, serviceWorker } from './list-build-files.ts';
import type { Build } from './src/sync/worker-rules.ts';

const origin = 'https://tydo.example';

describe('a build with a service worker', () => {
  let folder: string;
  let files: Build;
  let code: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tydo-build-'));
    await mkdir(join(folder, 'public'));
    await writeFile(join(folder, 'public/robots.txt'), 'hello');
    await writeFile(join(folder, 'lazy.js'), 'document.title = "lazy";');
    await writeFile(join(folder, 'main.js'), 'import("./lazy.js");');
    await writeFile(join(folder, 'index.html'), '<script type="module" src="/main.js"></script>');
    await build({
      root: folder,
      configFile: false,
      logLevel: 'silent',
      plugins: [serviceWorker()],
      build: { sourcemap: true },
    });
    files = await readBuild(join(folder, 'dist'));
    code = await readFile(join(folder, 'dist/sw.js'), 'utf8');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Runs the worker; `send` dispatches an event and returns what the worker answers with. */
  function start({ visible = 0 } = {}) {
    const calls: unknown[] = [];
    const listeners = new Map<string, (event: object) => void>();
    const cache = { addAll: async (requests: Request[]) => calls.push(requests) };
    runInNewContext(code, {
      URL,
      location: new URL(origin),
      fetch: async (request: { url: string }) => `network: ${request.url}`,
      Request: function request(this: object, path: string, init?: object) {
        Object.assign(this, { path, init });
      },
      caches: {
        open: async () => cache,
        keys: async () => ['tydo-page-1', 'tydo-page-2', 'tydo-page-3', 'other'],
        delete: async (name: string) => calls.push(`delete ${name}`),
        match: async (request: string | { url: string }, { cacheName }: { cacheName?: string }) => {
          const path = typeof request === 'string' ? request : new URL(request.url).pathname;
          return path.includes('missing') ? undefined : `${cacheName ?? 'any'}: ${path}`;
        },
      },
      addEventListener: (type: string, listener: () => void) => listeners.set(type, listener),
      skipWaiting: async () => calls.push('skipWaiting'),
      clients: {
        claim: async () => calls.push('claim'),
        matchAll: async () =>
          Array.from({ length: 2 }, (_, index) => ({
            visibilityState: index < visible ? 'visible' : 'hidden',
          })),
      },
    });
    return {
      calls,
      async send(type: string, event: object = {}) {
        let response: unknown;
        const respondWith = (promise: unknown) => (response = promise);
        let work: unknown;
        const waitUntil = (promise: unknown) => (work = promise);
        listeners.get(type)?.({ ...event, waitUntil, respondWith });
        await work;
        return response;
      },
    };
  }

  const get = (path: string, mode = 'cors') => ({
    request: { method: 'GET', mode, url: origin + path },
  });

  test('lists every file; those without a hash in their name with one beside it', () => {
    expect(files.files).toEqual([
      [expect.stringMatching(/^\/assets\/index-.+\.js$/)],
      [expect.stringMatching(/^\/assets\/lazy-.+\.js$/)],
      ['/', expect.stringMatching(/^sha256-/)],
      ['/robots.txt', 'sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ='],
    ]);
    expect(code).toContain(JSON.stringify(files));
  });

  test('has another version when any file has other content', async () => {
    const dist = join(folder, 'dist');
    await writeFile(join(dist, 'robots.txt'), 'changed');
    const changed = await readBuild(dist);
    await writeFile(join(dist, 'robots.txt'), 'hello');
    expect(changed.version).not.toBe(files.version);
    expect((await readBuild(dist)).version).toBe(files.version);
  });

  test('stores all files when it is installed, and waits', async () => {
    const worker = start();
    await worker.send('install');
    expect(worker.calls).toHaveLength(1);
    expect(worker.calls[0]).toMatchObject(
      files.files.map(([path, integrity]) => ({
        path,
        init: integrity && { integrity, cache: 'no-cache' },
      })),
    );
  });

  test('keeps the caches of the versions before', async () => {
    const worker = start();
    await worker.send('activate');
    expect(worker.calls).toEqual(['delete tydo-page-1', 'claim']);
  });

  test('answers from caches, and from the network what the browser has thrown away', async () => {
    const worker = start();
    const own = `tydo-page-${files.version}`;
    expect(await worker.send('fetch', get('/account', 'navigate'))).toBe(`${own}: /`);
    expect(await worker.send('fetch', get('/robots.txt'))).toBe(`${own}: /robots.txt`);
    expect(await worker.send('fetch', get('/assets/old.js'))).toBe('any: /assets/old.js');
    const missing = '/assets/missing.js';
    expect(await worker.send('fetch', get(missing))).toBe(`network: ${origin}${missing}`);
    expect(await worker.send('fetch', get('/trpc/task.list'))).toBeUndefined();
    expect(worker.calls).toEqual([]);
  });

  test('takes over when it is told to, or when no tab is visible', async () => {
    const unseen = { data: 'take-over-unseen' };
    const seen = start({ visible: 1 });
    await seen.send('message', unseen);
    expect(seen.calls).toEqual([]);
    await seen.send('message', { data: 'take-over' });
    expect(seen.calls).toEqual(['skipWaiting']);
    const hidden = start();
    await hidden.send('message', unseen);
    expect(hidden.calls).toEqual(['skipWaiting']);
  });
});
