// What a cache in front of the page may keep: files, and no refusal.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rawRequest, sendRaw } from '../testing/raw-http.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

const asset = '/assets/page-0a1b2c3d.js';
const size = 'export {};'.length;
const later = new Date(Date.now() - 365 * 24 * 3600_000).toUTCString();

describe('the files of the page', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ engine: 'sqlite' });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const ask = (line: string, headers: string[] = []) =>
    sendRaw(server.url, rawRequest(`${line} HTTP/1.1`, headers));

  test.each<[string, string, string[], number]>([
    ['a range behind the end', asset, ['Range: bytes=99999999-'], 416],
    ['a range of nothing', asset, ['Range: bytes=-0'], 416],
    ['another version', asset, ['If-Match: "x"'], 412],
    ['what was there before it', asset, [`If-Unmodified-Since: ${later}`], 412],
    ['both', asset, ['If-Match: "x"', 'Range: bytes=99999999-'], 412],
    ['a file that is gone', '/assets/none.js', [], 404],
    ['a file that is gone, in part', '/assets/none.js', ['Range: bytes=99-', 'If-Match: "x"'], 404],
    ['a folder', '/assets/', [], 404],
    ['the folder itself', '/assets', [], 404],
    ['a file as a folder', `${asset}/`, [], 404],
    ['what lies in a file', `${asset}/x`, [], 404],
    ['a hidden file', '/assets/.env', [], 404],
    ['a file above', '/assets/%2e%2e/index.html', [], 400],
    ['a backslash', '/assets/..%5cindex.html', [], 400],
    ['a name that is no text', '/assets/%zz', [], 400],
    ['a name that is no UTF-8', '/assets/%ff.js', [], 400],
    ['a name with NUL', '/assets/a%00.js', [], 400],
    ['a long name', `/assets/${'x'.repeat(5_000)}.js`, [], 404],
    ['a page that is no text', '/%zz', [], 400],
    ['a page in UTF-16', '/%ff%fe', [], 400],
    ['the page behind its end', '/', ['Range: bytes=99999999-'], 416],
    ['another version of the page', '/tasks', ['If-Match: "x"'], 412],
    ['a file beside the page', '/index.html', ['Range: bytes=99999999-'], 416],
    ['another version of that', '/index.html', ['If-Match: "x"'], 412],
    ['what is no page', '/api/nothing', [], 404],
    ['what is no page, in part', '/api/nothing', ['Range: bytes=99-', 'If-Match: "x"'], 404],
    ['what is no address', '/\\x', [], 400],
  ])('%s is refused, and no cache keeps that', async (_name, path, headers, status) => {
    const answers = [await ask(`GET ${path}`, headers), await ask(`HEAD ${path}`, headers)];
    for (const [nth, answer] of answers.entries()) {
      const told = Object.fromEntries(
        ['cache-control', 'etag', 'last-modified', 'accept-ranges', 'content-encoding'].map(
          (name) => [name, answer.headers.get(name)],
        ),
      );
      expect({ status: answer.status, ...told }).toEqual({
        status,
        'cache-control': 'no-store',
        etag: null,
        'last-modified': null,
        'accept-ranges': null,
        'content-encoding': null,
      });
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      const range = answer.headers.get('content-range');
      expect(range === null).toBe(status !== 416);
      if (path === asset && status === 416) expect(range).toBe(`bytes */${size}`);
      if (nth === 0) expect(JSON.parse(answer.text)).toMatchObject({ code: expect.any(String) });
      else expect(answer.text).toBe('');
    }
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])(
    '%s of a file is refused alike',
    async (method) => {
      for (const path of [asset, '/assets/none.js', '/']) {
        const answer = await ask(`${method} ${path}`);
        const { headers } = answer;
        expect([path, answer.status, headers.get('cache-control'), headers.get('etag')]).toEqual([
          path,
          path === '/' ? 404 : 405,
          'no-store',
          null,
        ]);
      }
    },
  );

  test('what is answered may be kept, and asked for again', async () => {
    const whole = await ask(`GET ${asset}`);
    const forever = 'public, max-age=31536000, immutable';
    const etag = whole.headers.get('etag') ?? '';
    const asked: [string[], number, string][] = [
      [[], 200, 'export {};'],
      [['Range: bytes=0-5'], 206, 'export'],
      [['Range: bytes=99-', 'If-Range: "x"'], 200, 'export {};'],
      [['Range: x'], 200, 'export {};'],
      [[`If-Match: ${etag}`], 200, 'export {};'],
      [[`If-None-Match: ${etag}`], 304, ''],
    ];
    for (const [headers, status, text] of asked) {
      const answer = await ask(`GET ${asset}`, headers);
      expect([headers, answer.status, answer.text]).toEqual([headers, status, text]);
      expect(answer.headers.get('cache-control')).toBe(forever);
      expect(answer.headers.get('etag')).toBe(etag);
    }
    expect((await ask('GET /')).headers.get('cache-control')).toBe('no-cache');
  });
});
