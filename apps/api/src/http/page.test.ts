// Caching of the page: files may be cached, errors may not.
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rawRequest, sendRaw } from '../testing/raw-http.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { pageRoutes } from './page.ts';

const asset = '/assets/page-0a1b2c3d.js';
const size = 'export {};'.length;
const lastYear = new Date(Date.now() - 365 * 24 * 3600_000).toUTCString();

describe('the files of the page', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ engine: 'sqlite' });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const request = (line: string, headers: string[] = []) =>
    sendRaw(server.url, rawRequest(`${line} HTTP/1.1`, headers));

  test.each<[string, string, string[], number]>([
    ['a range beyond the end', asset, ['Range: bytes=99999999-'], 416],
    ['an empty range', asset, ['Range: bytes=-0'], 416],
    ['another ETag', asset, ['If-Match: "x"'], 412],
    ['an older modification date', asset, [`If-Unmodified-Since: ${lastYear}`], 412],
    [
      'another ETag and a range beyond the end',
      asset,
      ['If-Match: "x"', 'Range: bytes=99999999-'],
      412,
    ],
    ['a missing file', '/assets/none.js', [], 404],
    ['a range of a missing file', '/assets/none.js', ['Range: bytes=99-', 'If-Match: "x"'], 404],
    ['a folder', '/assets/', [], 404],
    ['the folder without a slash', '/assets', [], 404],
    ['a file with a slash', `${asset}/`, [], 404],
    ['a path below a file', `${asset}/x`, [], 404],
    ['a hidden file', '/assets/.env', [], 404],
    ['a file outside the folder', '/assets/%2e%2e/index.html', [], 400],
    ['a backslash', '/assets/..%5cindex.html', [], 400],
    ['a name with an invalid escape', '/assets/%zz', [], 400],
    ['a name that is not UTF-8', '/assets/%ff.js', [], 400],
    ['a name with NUL', '/assets/a%00.js', [], 400],
    ['a long name', `/assets/${'x'.repeat(5_000)}.js`, [], 404],
    ['a page path with an invalid escape', '/%zz', [], 400],
    ['a page path that is not UTF-8', '/%ff%fe', [], 400],
    ['a range beyond the end of the page', '/', ['Range: bytes=99999999-'], 416],
    ['another ETag of the page', '/tasks', ['If-Match: "x"'], 412],
    ['a range beyond the end of index.html', '/index.html', ['Range: bytes=99999999-'], 416],
    ['another ETag of index.html', '/index.html', ['If-Match: "x"'], 412],
    ['an unknown path under /api', '/api/nothing', [], 404],
    [
      'a range of an unknown path under /api',
      '/api/nothing',
      ['Range: bytes=99-', 'If-Match: "x"'],
      404,
    ],
    ['an invalid path', '/\\x', [], 400],
  ])('%s is an error that is not cached', async (_name, path, headers, status) => {
    const responses = [
      await request(`GET ${path}`, headers),
      await request(`HEAD ${path}`, headers),
    ];
    for (const [nth, response] of responses.entries()) {
      const cacheHeaders = Object.fromEntries(
        ['cache-control', 'etag', 'last-modified', 'accept-ranges', 'content-encoding'].map(
          (name) => [name, response.headers.get(name)],
        ),
      );
      expect({ status: response.status, ...cacheHeaders }).toEqual({
        status,
        'cache-control': 'no-store',
        etag: null,
        'last-modified': null,
        'accept-ranges': null,
        'content-encoding': null,
      });
      expect(response.headers.get('content-type')).toMatch(/^application\/json/);
      const range = response.headers.get('content-range');
      expect(range === null).toBe(status !== 416);
      if (path === asset && status === 416) expect(range).toBe(`bytes */${size}`);
      if (nth === 0) expect(JSON.parse(response.text)).toMatchObject({ code: expect.any(String) });
      else expect(response.text).toBe('');
    }
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])(
    '%s of a file is an error that is not cached',
    async (method) => {
      for (const path of [asset, '/assets/none.js', '/']) {
        const response = await request(`${method} ${path}`);
        const { headers } = response;
        expect([path, response.status, headers.get('cache-control'), headers.get('etag')]).toEqual([
          path,
          path === '/' ? 404 : 405,
          'no-store',
          null,
        ]);
      }
    },
  );

  test('files may be cached and revalidated', async () => {
    const full = await request(`GET ${asset}`);
    const forever = 'public, max-age=31536000, immutable';
    const etag = full.headers.get('etag') ?? '';
    const requests: [string[], number, string][] = [
      [[], 200, 'export {};'],
      [['Range: bytes=0-5'], 206, 'export'],
      [['Range: bytes=99-', 'If-Range: "x"'], 200, 'export {};'],
      [['Range: x'], 200, 'export {};'],
      [[`If-Match: ${etag}`], 200, 'export {};'],
      [[`If-None-Match: ${etag}`], 304, ''],
    ];
    for (const [headers, status, text] of requests) {
      const response = await request(`GET ${asset}`, headers);
      expect([headers, response.status, response.text]).toEqual([headers, status, text]);
      expect(response.headers.get('cache-control')).toBe(forever);
      expect(response.headers.get('etag')).toBe(etag);
    }
    expect((await request('GET /')).headers.get('cache-control')).toBe('no-cache');
  });

  test.each([
    ['/sw.js', 'text/javascript; charset=utf-8', 'no-cache'],
    ['/manifest.webmanifest', 'application/manifest+json; charset=utf-8', 'public, max-age=0'],
  ])('%s has its content type and is revalidated', async (path, type, caching) => {
    const { status, headers } = await request(`GET ${path}`);
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      200,
      type,
      caching,
    ]);
    const etag = headers.get('etag') ?? '';
    expect((await request(`GET ${path}`, [`If-None-Match: ${etag}`])).status).toBe(304);
  });
});

test('a page without a worker has no file of that name, also where a folder above it is hidden', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'tydo-page-'));
  const folder = join(parent, '.hidden');
  await mkdir(folder);
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  const listening = express().use(pageRoutes(folder)).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  try {
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${port}/sw.js`)).status).toBe(404);
  } finally {
    listening.close();
    listening.closeAllConnections();
    await rm(parent, { recursive: true, force: true });
  }
});
