import { describe, expect, test } from 'vitest';
import { type Build, cacheName, outdatedCaches, sourceOf } from './worker-rules.ts';

const build: Build = {
  version: '2',
  files: [['/', 'sha256-a'], ['/favicon.svg', 'sha256-b'], ['/assets/index-1.js']],
};
const origin = 'https://tydo.example';
const source = (path: string, request: { method?: string; mode?: string } = {}) =>
  sourceOf(
    { method: 'GET', mode: 'cors', url: new URL(path, origin).href, ...request },
    build,
    origin,
  );
const page = { from: 'build', path: '/' };
const navigation = { mode: 'navigate' };

describe('where a request is answered from', () => {
  test.each(['/', '/account', '/reset-password?token=x', '/apis', '/index.html', '/x.y'])(
    'a navigation to %s gets the page of the build',
    (path) => expect(source(path, navigation)).toEqual(page),
  );

  test.each([
    '/trpc/task.list',
    '/trpc',
    '/api/auth/verify-email?token=x',
    '/API/auth/verify-email',
    '/api/v1/tasks',
    '/mcp',
    '/feeds/x.ics',
    '/problems/not-found',
    '/healthz',
    '/readyz',
  ])('%s is never answered from a cache, navigations included', (path) => {
    expect(source(path)).toEqual({ from: 'network' });
    expect(source(path, navigation)).toEqual({ from: 'network' });
  });

  test('the code of every build that is kept is found', () => {
    expect(source('/assets/index-1.js')).toEqual({ from: 'any-build' });
    expect(source('/assets/index-0.js')).toEqual({ from: 'any-build' });
  });

  test('other files come from the build that controls the page', () => {
    expect(source('/favicon.svg')).toEqual({ from: 'build', path: '/favicon.svg' });
    expect(source('/favicon.svg', navigation)).toEqual({ from: 'build', path: '/favicon.svg' });
  });

  test.each<[string, { method?: string; mode?: string }]>([
    ['/sw.js', {}],
    ['/unknown.txt', {}],
    ['/', {}],
    ['/', { method: 'HEAD' }],
    ['/', { method: 'POST', ...navigation }],
    ['https://friend.example/', navigation],
    ['https://friend.example/assets/index-1.js', {}],
  ])('%s with %o comes from the network', (path, request) =>
    expect(source(path, request)).toEqual({ from: 'network' }),
  );
});

test('two older builds are kept, and the caches of others', () => {
  const own = cacheName(build);
  const older = ['a', 'b', 'c'].map((version) => cacheName({ ...build, version }));
  const [a = '', b = '', c = ''] = older;
  expect(outdatedCaches([own], build)).toEqual([]);
  expect(outdatedCaches([a, 'other', b, own], build)).toEqual([]);
  expect(outdatedCaches([a, 'other', b, c, own], build)).toEqual([a]);
  // After a rollback the own cache is not the newest.
  expect(outdatedCaches([a, own, b, c], build)).toEqual([a]);
});
